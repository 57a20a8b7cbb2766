package io.cacheaside.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java program in a process of its own: run to its end, or started and spoken with in lines, of
 * which {@link ParentJvm} is the other end. For one thread at a time.
 */
public final class ChildJvm implements AutoCloseable {
  /** Options of a JVM that has to start fast and share its machine. */
  public static final List<String> LEAN =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final long RUN_SECONDS = 120;
  private static final long SECONDS_TO_END = 10;

  private final String name;
  private final @Nullable Path errors;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private ChildJvm(String name, @Nullable Path errors, List<String> arguments) {
    this.name = name;
    this.errors = errors;
    ProcessBuilder builder = new ProcessBuilder(command(List.of(), arguments));
    builder.redirectError(
        errors == null
            ? ProcessBuilder.Redirect.INHERIT
            : ProcessBuilder.Redirect.to(errors.toFile()));
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.to = process.outputWriter(StandardCharsets.UTF_8);
    this.from = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What a program left. */
  public record Outcome(int exitCode, List<String> out, List<String> err) {}

  /**
   * Starts a class of this JVM's class path.
   *
   * @param name of the program, for messages
   * @param arguments of the program; every user of the machine can see them
   */
  public static ChildJvm start(
      String name, Class<?> main, List<String> options, String... arguments) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(List.of(arguments));
    return new ChildJvm(name, null, all);
  }

  /**
   * Starts any program, whose standard error is shown only when it has ended too early.
   *
   * @param name of the program, for messages
   * @param arguments everything that stands behind {@code java}
   */
  public static ChildJvm startQuietly(String name, List<String> arguments) {
    try {
      return new ChildJvm(name, Files.createTempFile("child-jvm", ".log"), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param folder where the program runs, and where its output is kept
   * @param arguments everything that stands behind {@code java}
   */
  public static Outcome run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(folder, List.of(arguments));
  }

  /** As {@link #run(Path, String...)}. */
  public static Outcome run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    return run(folder, List.of(), arguments);
  }

  /**
   * As {@link #run(Path, String...)}, started by another program.
   *
   * @param prefix that program and its arguments
   */
  public static Outcome run(Path folder, List<String> prefix, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> fast = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    fast.addAll(arguments);
    List<String> command = command(prefix, fast);
    Path out = Files.createTempFile(folder, "program", ".out");
    Path err = Files.createTempFile(folder, "program", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // file names outside ASCII
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          command + " does not end; so far: " + lines(out) + lines(err));
    }
    return new Outcome(process.exitValue(), lines(out), lines(err));
  }

  private static List<String> command(List<String> prefix, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return command;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }

  /** Sends a line. */
  public void send(String line) {
    try {
      to.write(line);
      to.write('\n');
      to.flush();
    } catch (IOException e) {
      throw new IllegalStateException(name + " takes no commands; " + why(), e);
    }
  }

  /** Waits for a line and returns it. */
  public String receive() {
    String line;
    try {
      line = from.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer", e);
    }
    if (line == null) {
      throw new IllegalStateException(name + " ended; " + why());
    }
    return line;
  }

  private String why() {
    if (errors == null) {
      return "its error is above";
    }
    try {
      return "its error:\n" + Files.readString(errors);
    } catch (IOException e) {
      return "its error is lost: " + e.getMessage();
    }
  }

  /**
   * Waits for the answer of {@link ParentJvm#serve} to the last command.
   *
   * @throws IllegalStateException if the command failed or the JVM is gone
   */
  public String answer() {
    return answer(receive());
  }

  /** As {@link #answer()}, from a line that has come already. */
  public String answer(String line) {
    if (!line.startsWith(ParentJvm.OK)) {
      throw new IllegalStateException(name + " answered: " + line);
    }
    return line.substring(ParentJvm.OK.length()).strip();
  }

  /** Waits for the answer to the last command, and returns its numbers. */
  public List<Long> numbers() {
    return numbers(answer());
  }

  /** Sends a command and returns the numbers of its answer. */
  public List<Long> ask(String command) {
    send(command);
    return numbers();
  }

  /** Returns the numbers of a text that has spaces between them. */
  public static List<Long> numbers(String words) {
    return Arrays.stream(words.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  /** Stops the process as a long garbage collection does: nothing in it runs. */
  public void pause() {
    ProcessSignal.send("STOP", process, name);
  }

  /** Lets a paused process go on. */
  public void resume() {
    ProcessSignal.send("CONT", process, name);
  }

  /** Returns the time of processors that it has used. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Ends its input, at which a program that serves ends by itself. */
  public void endInput() throws IOException {
    to.close();
  }

  /** Reads no more of what it says, as if this JVM were gone. */
  void endOutput() throws IOException {
    from.close();
  }

  /** Waits until the process has ended by itself, and returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " still runs, though it was to end");
    }
    return process.exitValue();
  }

  /** Kills the process if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    if (errors != null) {
      File file = errors.toFile();
      if (!file.delete()) {
        file.deleteOnExit();
      }
    }
  }
}
