package io.cacheaside.benchmarks.starved;

import io.cacheaside.testing.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts several JVMs at once, each with many threads that ask for one key, and counts the loads
 * for each of its expiries. Redis is well all the time; only processors are missing. Exit status: 0
 * if each run had one load for each expiry and no event of a circuit breaker, 1 if not.
 */
@Command(
    name = "starved",
    sortOptions = false,
    description = "Counts the loads of one hot key in JVMs that have no processor.")
public final class Starved implements Callable<Integer> {
  private static final long SECONDS_TO_END = 20;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "runs, each with a new Redis and new JVMs (default: 10)")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "7",
      description = "how long each goes on when all JVMs are connected (default: 7)")
  private int seconds;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      defaultValue = "4",
      description = "how many JVMs begin together (default: 4)")
  private int jvms;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "16",
      description = "callers in each JVM (default: 16)")
  private int threads;

  @Option(
      names = "--load-millis",
      paramLabel = "N",
      defaultValue = "200",
      description = "how long a load takes (default: 200)")
  private long loadMillis;

  @Option(names = "--story", description = "prints what each JVM did and when")
  private boolean story;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--help", usageHelp = true, description = "shows this text")
  private boolean help;

  /** Plays the runs and ends the JVM with the status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Starved()).execute(arguments));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is the output
  public Integer call() throws IOException, InterruptedException {
    int kept = 0;
    for (int i = 1; i <= runs; i++) {
      Run run = play();
      kept += run.isKept() ? 1 : 0;
      System.out.printf("run %2d  %s%n", i, run.summary());
      if (story) {
        run.story().forEach(System.out::println);
      }
    }
    System.out.printf(
        "%d of %d runs with one load for each expiry and no breaker event; processors: %d%n",
        kept, runs, Runtime.getRuntime().availableProcessors());
    return kept == runs ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Run play() throws IOException, InterruptedException {
    List<Member> members = new ArrayList<>();
    try (RedisServer redis = RedisServer.startProcess()) {
      long start = System.nanoTime();
      for (int i = 0; i < jvms; i++) {
        members.add(new Member(start(redis.uri())));
      }
      for (Member member : members) {
        member.awaitReady();
      }
      TimeUnit.SECONDS.sleep(seconds);
      for (Member member : members) {
        member.process.getOutputStream().close();
      }
      List<Run.Jvm> done = new ArrayList<>();
      for (Member member : members) {
        done.add(member.read());
      }
      return new Run(start, done);
    } finally {
      for (Member member : members) {
        member.process.destroyForcibly();
        member.process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      }
    }
  }

  private Process start(String redisUri) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            StarvedMember.class.getName(),
            redisUri,
            Integer.toString(threads),
            Long.toString(loadMillis))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Our end of a {@link StarvedMember}. */
  private static final class Member {
    final Process process;
    final BufferedReader lines;

    Member(Process process) {
      this.process = process;
      this.lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void awaitReady() throws IOException {
      String line = lines.readLine();
      if (!"ready".equals(line)) {
        throw new IOException("a JVM had no answer from Redis; its standard error says why");
      }
    }

    Run.Jvm read() throws IOException {
      List<Event> events = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("calls ")) {
          return new Run.Jvm(events, Long.parseLong(line.substring("calls ".length())));
        }
        events.add(Event.ofLine(line));
      }
      throw new IOException("a JVM has ended early; its standard error says why");
    }
  }
}
