package io.cacheaside.faults.workload;

import io.cacheaside.testing.ChildJvm;
import java.util.List;

/**
 * The coordinator's end of a {@link Client}. For one thread at a time.
 *
 * @param number of the process in the history
 * @param jvm to speak with
 */
public record ClientProcess(int number, ChildJvm jvm) {

  /**
   * Starts the JVM without waiting for it.
   *
   * @param number not used before
   */
  static ClientProcess start(int number, String jdbcUrl) {
    ChildJvm jvm = ChildJvm.start("client " + number, Client.class, ChildJvm.LEAN);
    jvm.send(jdbcUrl); // not as an argument: those are visible to every user of the machine
    return new ClientProcess(number, jvm);
  }

  /** Waits until the JVM takes commands, and checks its clock. */
  void awaitReady() {
    jvm.answer();
    checkClock();
  }

  /** Tells it to begin; its answer comes when it has. */
  void begin(Assignment assignment) {
    jvm.send("begin " + assignment.toLine());
  }

  /** Sends a command and returns the numbers of its answer. */
  public List<Long> ask(String command) {
    return jvm.ask(command);
  }

  /**
   * Checks that {@link System#nanoTime} of the two JVMs is one clock: what the client reads lies
   * between two readings here.
   *
   * @throws IllegalStateException if it does not
   */
  void checkClock() {
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
}
