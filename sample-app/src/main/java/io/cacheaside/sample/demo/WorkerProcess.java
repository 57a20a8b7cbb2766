package io.cacheaside.sample.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's end of a {@link Worker}: starts it from its own class path and speaks with it. For one
 * thread at a time.
 */
final class WorkerProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 5;

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

  /** Starts the JVM without waiting for it; {@link #awaitReady} does. */
  static WorkerProcess start(Contender.Kind kind, Endpoints endpoints) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command =
        new ProcessBuilder(
            java,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName());
    command.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      WorkerProcess worker = new WorkerProcess(command.start());
      // not as arguments: those are visible to every user of the machine
      worker.send(
          String.join(
              "\n", kind.name(), endpoints.redisUri(), endpoints.jdbcUrl(), endpoints.app()));
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the JVM has connected to Redis and the database. */
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
    String answer;
    try {
      answer = from.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("a worker JVM does not answer", e);
    }
    if (answer == null || !answer.startsWith("ok")) {
      throw new IllegalStateException(
          "a worker JVM " + (answer == null ? "ended; its error is above" : answer));
    }
    return Arrays.stream(answer.substring(2).trim().split(" ", -1))
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
