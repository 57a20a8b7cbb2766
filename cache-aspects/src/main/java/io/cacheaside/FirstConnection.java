package io.cacheaside;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cacheaside.key.DurationText;
import io.cacheaside.store.redis.address.QuietStart;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a store's first connection. Time in which this JVM works says nothing about Redis: a
 * cold one loads some thousand classes to connect, and may have to share its processor. So a limit
 * counts the time in which it is idle, and is stretched to three times its length at most. Not
 * threadsafe.
 */
final class FirstConnection {
  /** By how much a limit may be stretched. */
  static final int STRETCH = 3;

  /** The clock of processor time ticks every 10 ms. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A JVM whose look ends later than that waited for a processor, and had no time to be busy. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A JVM that used less of a look was idle. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** With which Redis begins an error: it is there. */
  private static final Pattern ERROR_REPLY = Pattern.compile("[A-Z]+ ");

  private final CompletableFuture<Long> millis;
  private final Supplier<@Nullable String> lastError;
  private final LongSupplier processorNanos;
  private final QuietStart quiet;
  private final long beganNanos = System.nanoTime();
  private long busyNanos;
  private boolean interrupted;

  /**
   * Begins to measure.
   *
   * @param connection completes when there is one
   * @param lastError says why there is none, or null if nothing has failed yet
   * @param processorNanos the processor time of this JVM
   * @param quiet lasts as long as this waits
   */
  FirstConnection(
      CompletableFuture<@Nullable Void> connection,
      Supplier<@Nullable String> lastError,
      LongSupplier processorNanos,
      QuietStart quiet) {
    this.millis =
        connection.thenApply(
            connected -> {
              quiet.connected();
              return millisSince(beganNanos);
            });
    this.quiet = quiet;
    this.lastError = lastError;
    this.processorNanos = processorNanos;
  }

  /** Returns the processor time that this JVM has used; 0 where that is not known. */
  static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /**
   * Waits for it; an interrupt ends that and stays set.
   *
   * @param limit from the beginning on
   * @return whether there is a connection
   */
  boolean await(Duration limit) {
    long most = STRETCH * limit.toNanos();
    try {
      for (long waited = waited(); waited < most; waited = waited()) {
        long left = limit.toNanos() - (waited - busyNanos);
        if (left <= 0 || isMadeWithin(Math.min(Math.min(left, most - waited), LOOK_NANOS))) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    return millis.isDone();
  }

  private long waited() {
    return System.nanoTime() - beganNanos;
  }

  private boolean isMadeWithin(long nanos) throws InterruptedException {
    long began = System.nanoTime();
    long used = processorNanos.getAsLong();
    try {
      millis.get(nanos, NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      long took = System.nanoTime() - began;
      boolean starved = took - nanos >= LATE_NANOS;
      if (starved || processorNanos.getAsLong() - used >= BUSY_NANOS) {
        busyNanos += took;
      }
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a first connection cannot fail, it only never comes", e);
    }
  }

  /**
   * Tells after how many milliseconds it was there, once it is; on a thread of the store, which
   * must not wait.
   */
  void whenMade(LongConsumer listener) {
    var unused = millis.thenAccept(listener::accept);
  }

  /** Returns after how many milliseconds it was there. */
  long millis() {
    return millis.join();
  }

  /** Returns how many milliseconds have passed since then, by {@link System#nanoTime}. */
  static long millisSince(long nanos) {
    return NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /**
   * Returns why there is none, to be read behind the name of the server. From now on the log tells
   * what else fails.
   *
   * @param setting the name of the limit
   */
  String failure(String setting, Duration limit) {
    if (interrupted) {
      quiet.end(null);
      return " was not waited for, because the thread was interrupted";
    }
    String text = " is not connected after the " + setting + " of " + DurationText.format(limit);
    String error = lastError.get();
    quiet.end(error);
    if (error != null) {
      boolean saysWhatToDo = error.contains("Redis URI") || ERROR_REPLY.matcher(error).lookingAt();
      return text + ": " + error + (saysWhatToDo ? "" : "; start it, or correct redis-uri");
    }
    long waited = waited();
    return busyNanos < waited / 4
        ? text + ", and nothing has failed; see that it can be reached, or correct redis-uri"
        : "%s, and nothing has failed; for %d of %d ms this JVM was busy or short of processor time"
            .formatted(text, NANOSECONDS.toMillis(busyNanos), NANOSECONDS.toMillis(waited));
  }
}
