package io.cacheaside.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Signals that Java cannot send to a process. */
final class ProcessSignal {
  private ProcessSignal() {}

  /**
   * Sends one.
   *
   * @param signal without SIG
   * @param name of the process, for messages
   */
  static void send(String signal, Process process, String name) {
    try {
      // the shell's own kill: no package provides /bin/kill everywhere
      String command = "kill -" + signal + " " + process.pid();
      Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
      String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (shell.waitFor() != 0) {
        throw new IllegalStateException(
            name + " got no SIG" + signal + ": " + text.strip() + "; does it still run?");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while signalling " + name, e);
    }
  }
}
