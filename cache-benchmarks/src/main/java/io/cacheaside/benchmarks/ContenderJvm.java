package io.cacheaside.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.cacheaside.benchmarks.contenders.ContenderProcess;
import io.cacheaside.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;

/**
 * Our end of a {@link ContenderProcess}: starts it with a class path and speaks with it. For one
 * thread at a time.
 */
final class ContenderJvm implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final int FIRST_JDK_THAT_WARNS = 24;

  private final ChildJvm process;

  private ContenderJvm(ChildJvm process) {
    this.process = process;
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
    List<String> arguments = new ArrayList<>();
    if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    arguments.addAll(List.of(jvmOptions));
    arguments.addAll(List.of("-cp", classPath, ContenderProcess.class.getName(), name));
    ContenderJvm jvm = new ContenderJvm(ChildJvm.startQuietly("the JVM", arguments));
    jvm.process.send(redisUri);
    return jvm;
  }

  /** Sends a command; {@link #receive} gets its answer. */
  void tell(String command) throws Failed {
    try {
      process.send(command);
    } catch (IllegalStateException e) {
      throw new Failed(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the answer to the last command. */
  <T> T receive(Class<T> type) throws Failed {
    String line;
    try {
      line = process.receive();
    } catch (IllegalStateException e) {
      throw new Failed(String.valueOf(e.getMessage()));
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

  /** Ends the JVM. */
  @Override
  public void close() {
    process.close();
  }
}
