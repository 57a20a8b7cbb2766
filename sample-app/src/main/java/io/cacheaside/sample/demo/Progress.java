package io.cacheaside.sample.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says what the demo is doing, with the time since it began. Threadsafe. */
final class Progress {
  private final PrintWriter out;
  private final long start = System.nanoTime();

  Progress(PrintWriter out) {
    this.out = out;
  }

  /** Prints one line. The arguments are those of {@link String#format}. */
  void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    out.printf(Locale.ROOT, "[%6.1f s] %s%n", elapsed().toMillis() / 1e3, text);
    out.flush();
  }

  /** Returns the time since the demo began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
