package io.cacheaside.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.cacheaside.benchmarks.contenders.ContenderProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Our end of a {@link ContenderProcess}: starts it with a class path and speaks with it. For one
 * thread at a time.
 */
final class ContenderJvm implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final int FIRST_JDK_THAT_WARNS = 24;
  private static final long SECONDS_TO_END = 10;

  private final Path log;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private ContenderJvm(Path log, Process process) {
    this.log = log;
    this.process = process;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A command was not done. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }

    /** Returns the first line, which is short enough for a table. */
    String summary() {
      return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
  }

  /**
   * Starts the JVM without waiting for it.
   *
   * @param name the contender's
   * @param redisUri of the server it will use; not an argument, as those are visible to everybody
   */
  static ContenderJvm start(String classPath, String name, String redisUri, String... jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-cp", classPath, ContenderProcess.class.getName(), name));
    try {
      Path log = Files.createTempFile("contender", ".log");
      ContenderJvm jvm =
          new ContenderJvm(log, new ProcessBuilder(command).redirectError(log.toFile()).start());
      jvm.send(redisUri);
      return jvm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a command; {@link #receive} gets its answer. */
  void tell(String command) throws Failed {
    try {
      send(command);
    } catch (IOException e) {
      throw new Failed("the JVM takes no commands: " + e.getMessage() + "\n" + logged());
    }
  }

  private void send(String line) throws IOException {
    commands.write(line);
    commands.newLine();
    commands.flush();
  }

  /** Returns the answer to the last command. */
  <T> T receive(Class<T> type) throws Failed {
    String line;
    try {
      line = answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (line == null) {
      throw new Failed("the JVM ended\n" + logged());
    }
    JsonObject answer = GSON.fromJson(line, JsonObject.class);
    JsonElement error = answer.get("error");
    if (error != null) {
      throw new Failed(error.getAsString());
    }
    return GSON.fromJson(answer.get("result"), type);
  }

  /** Sends a command and returns its answer. */
  <T> T ask(String command, Class<T> type) throws Failed {
    tell(command);
    return receive(type);
  }

  private String logged() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
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
    File file = log.toFile();
    if (!file.delete()) {
      file.deleteOnExit();
    }
  }
}
