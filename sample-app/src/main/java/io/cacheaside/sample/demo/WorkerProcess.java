package io.cacheaside.sample.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's end of a {@link Worker} or {@link TrafficWorker}: starts it from its own class path
 * and speaks with it. For one thread at a time.
 */
final class WorkerProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 5;
  private static final String SO_FAR = "so-far";

  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private WorkerProcess(Process process) {
    this.process = process;
    this.to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a {@link Worker} without waiting for it; {@link #awaitReady} does. */
  static WorkerProcess start(Contender.Kind kind, Endpoints endpoints) {
    return start(
        Worker.class,
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        lines(kind, endpoints));
  }

  /** Starts a {@link TrafficWorker} likewise, with a JVM's usual compilers and collector. */
  static WorkerProcess startTraffic(
      Contender.Kind kind, Endpoints endpoints, int products, TrafficPlan plan) {
    return start(
        TrafficWorker.class,
        List.of("-Xmx512m"),
        Stream.concat(lines(kind, endpoints), TrafficWorker.order(products, plan).stream()));
  }

  private static Stream<String> lines(Contender.Kind kind, Endpoints endpoints) {
    return Stream.of(kind.name(), endpoints.redisUri(), endpoints.jdbcUrl(), endpoints.app());
  }

  private static WorkerProcess start(Class<?> main, List<String> options, Stream<String> lines) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      WorkerProcess worker = new WorkerProcess(builder.start());
      // not as arguments: those are visible to every user of the machine
      worker.send(lines.collect(Collectors.joining("\n")));
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the JVM has connected to Redis and the database, and is warm if it warms up. */
  void awaitReady() {
    receive();
  }

  /** Sends a command and returns the numbers of its answer. */
  List<Long> ask(String command) {
    begin(command);
    return receive();
  }

  /** Sends a command; {@link #receive} gets its answer. */
  void begin(String command) {
    try {
      send(command);
    } catch (IOException e) {
      throw new UncheckedIOException("a worker JVM does not take commands", e);
    }
  }

  /**
   * Waits for the answer to the last command and returns its numbers.
   *
   * @throws IllegalStateException if the command failed or the JVM is gone
   */
  List<Long> receive() {
    return receive(numbers -> {});
  }

  /**
   * Does the same.
   *
   * @param soFar is given the numbers of each line that begins with {@code so-far}
   */
  List<Long> receive(Consumer<List<Long>> soFar) {
    String answer = read();
    while (answer != null && answer.startsWith(SO_FAR)) {
      soFar.accept(numbers(answer.substring(SO_FAR.length())));
      answer = read();
    }
    if (answer == null || !answer.startsWith("ok")) {
      throw new IllegalStateException(
          "a worker JVM " + (answer == null ? "ended; its error is above" : answer));
    }
    return numbers(answer.substring(2));
  }

  private @Nullable String read() {
    try {
      return from.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("a worker JVM does not answer", e);
    }
  }

  private static List<Long> numbers(String words) {
    return Arrays.stream(words.trim().split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  private void send(String line) throws IOException {
    to.write(line);
    to.write('\n');
    to.flush();
  }

  /** Tells the JVM to end, without waiting for it. */
  void end() {
    try {
      to.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  /** Tells the JVM to end and waits for it; after five seconds it is killed. */
  @Override
  public void close() {
    end();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
