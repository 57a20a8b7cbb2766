package io.cacheaside;

import io.cacheaside.key.DurationText;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations in messages, written the way they are configured. */
final class Texts {
  private Texts() {}

  static String of(Duration duration) {
    boolean writable = !duration.isNegative() && duration.toNanosPart() % 1_000_000 == 0;
    return writable ? DurationText.format(duration) : duration.toString();
  }

  /** Returns how many milliseconds have passed since then, by {@link System#nanoTime}. */
  static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
