package io.cacheaside.benchmarks.contenders;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JVM in which a contender is measured. Its argument is the contender's name. The first line of
 * the standard input is the server's URI, which may hold a password and is therefore no argument.
 * Each line after it is a command, and is answered with one line of JSON, {@code {"result": ..}} or
 * {@code {"error": ".."}}:
 *
 * <ul>
 *   <li>{@code list}: names, titles and operations of the contenders on the class path
 *   <li>{@code measure <scenario> <ms of warm-up> <ms>}: the {@link Figures}
 *   <li>{@code stampede <threads> <id> <ms of a load>}: loads, and how long each thread waited
 * </ul>
 *
 * It ends with its input.
 */
public final class ContenderProcess implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final String name;
  private final String redisUri;
  private @Nullable Source slow;
  private @Nullable CachedRepository repository;

  private ContenderProcess(String name, String redisUri) {
    this.name = name;
    this.redisUri = redisUri;
    System.setProperty(RepositoryBenchmark.CONTENDER, name);
    System.setProperty(RepositoryBenchmark.REDIS, redisUri);
  }

  /** How a contender describes itself. */
  record Description(String name, String title, Set<Operation> operations) {}

  /** Answers commands until there are no more. Without a name and a URI, it can but list. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Workers.install();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String redisUri = String.valueOf(commands.readLine());
    String name = arguments.length == 0 ? "" : arguments[0];
    try (ContenderProcess process = new ContenderProcess(name, redisUri)) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answers.println(GSON.toJson(process.answer(line)));
        answers.flush();
      }
    } finally {
      answers.flush();
    }
    System.exit(0); // no thread of a client keeps it
  }

  private JsonObject answer(String line) {
    JsonObject answer = new JsonObject();
    try {
      answer.add("result", GSON.toJsonTree(run(line.split(" ", -1))));
    } catch (Throwable e) { // an answer is waited for, whatever happens
      e.printStackTrace();
      answer.addProperty("error", first(e).toString());
    }
    return answer;
  }

  /** Returns what was thrown first; JMH passes it on as suppressed. */
  private static Throwable first(Throwable thrown) {
    Throwable first = thrown;
    while (first.getCause() != null || first.getSuppressed().length > 0) {
      first = first.getCause() == null ? first.getSuppressed()[0] : first.getCause();
    }
    return first;
  }

  private Object run(String[] words) throws Exception {
    return switch (words[0]) {
      case "list" -> Contenders.all().stream().map(ContenderProcess::describe).toList();
      case "measure" ->
          Measuring.of(Scenario.of(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
      case "stampede" ->
          stampede(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
      default -> throw new IOException("no command is called " + words[0]);
    };
  }

  private static Description describe(Contender contender) {
    return new Description(contender.name(), contender.title(), contender.operations());
  }

  private Stampede.Outcome stampede(int threads, long id, long millis) throws Exception {
    CachedRepository open = repository;
    Source source = slow;
    if (open == null || source == null) {
      source = new Source(millis);
      open = Contenders.named(name).open(redisUri, source);
      slow = source;
      repository = open;
    }
    source.loadsTake(millis);
    return Stampede.play(open, source, threads, id);
  }

  @Override
  public void close() throws Exception {
    if (repository != null) {
      repository.close();
    }
  }
}
