package io.cacheaside.faults.workload;

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
 * The coordinator's end of a {@link Client}: starts it from its own class path and speaks with it.
 * For one thread at a time.
 */
public final class ClientProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final int number;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private ClientProcess(int number, Process process) {
    this.number = number;
    this.process = process;
    this.to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the JVM without waiting for it; {@link #awaitReady} does.
   *
   * @param number of the process, not used before
   */
  public static ClientProcess start(int number, String jdbcUrl) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command =
        new ProcessBuilder(
            java,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Client.class.getName());
    command.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      ClientProcess client = new ClientProcess(number, command.start());
      client.send(jdbcUrl); // not as an argument: those are visible to every user of the machine
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of the process in the history. */
  public int number() {
    return number;
  }

  /** Waits until the JVM takes commands. */
  public void awaitReady() {
    receive();
  }

  /** Tells it to begin; {@link #receive} waits until it has. */
  public void begin(Assignment assignment) {
    tell("begin " + assignment.toLine());
  }

  /** Sends a command and returns the numbers of its answer. */
  public List<Long> ask(String command) {
    tell(command);
    return receive();
  }

  /** Sends a command; {@link #receive} gets its answer. */
  public void tell(String command) {
    try {
      send(command);
    } catch (IOException e) {
      throw new UncheckedIOException("client " + number + " does not take commands", e);
    }
  }

  /**
   * Waits for the answer to the last command and returns its numbers.
   *
   * @throws IllegalStateException if the command failed or the JVM is gone
   */
  public List<Long> receive() {
    String answer;
    try {
      answer = from.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("client " + number + " does not answer", e);
    }
    if (answer == null || !answer.startsWith("ok")) {
      throw new IllegalStateException(
          "client "
              + number
              + (answer == null ? " ended; its error is above" : " answered: " + answer));
    }
    return Arrays.stream(answer.substring(2).trim().split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  /**
   * Checks that {@link System#nanoTime} of the two JVMs is one clock: what the client reads lies
   * between two readings here.
   *
   * @throws IllegalStateException if it does not
   */
  public void checkClock() {
    long before = System.nanoTime();
    long there = ask("clock").get(0);
    long after = System.nanoTime();
    if (there < before || there > after) {
      throw new IllegalStateException(
          "System.nanoTime is not one clock in all JVMs of this machine: client "
              + number
              + " read "
              + there
              + " between "
              + before
              + " and "
              + after
              + "; the suite needs Linux, where it is CLOCK_MONOTONIC");
    }
  }

  /** Stops the process as a long garbage collection does: nothing in it runs. */
  public void stop() {
    signal("STOP");
  }

  /** Lets a stopped process go on. */
  public void resume() {
    signal("CONT");
  }

  /** Waits until the process ended by itself. */
  public void awaitEnd() throws InterruptedException {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw new IllegalStateException("client " + number + " still runs, though it was to halt");
    }
  }

  private void signal(String name) {
    try {
      // the shell's own kill: no package provides /bin/kill everywhere
      Process shell = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
      if (shell.waitFor() != 0) {
        throw new IllegalStateException("client " + number + " got no SIG" + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling client " + number, e);
    }
  }

  private void send(String line) throws IOException {
    to.write(line);
    to.write('\n');
    to.flush();
  }

  /** Ends the JVM. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
