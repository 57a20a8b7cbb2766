package io.cacheaside.store.redis.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * How long to wait before the store tries to connect again. A server that was away is asked again
 * after a short random pause, as often as it takes. One that answers wrongly is there all the time:
 * to connect and fail would go on several times a second, so the pause after each time grows, until
 * nothing was wrong for a while. It follows the wrong answer only: a server that is restarted soon
 * afterwards is merely away.
 *
 * <p>Threadsafe.
 */
public final class Pauses {
  /** After so many wrong answers the pause begins to grow. */
  public static final int FREE = 3;

  /** The longest pause, in longest ordinary ones: 2 s. */
  static final int MOST = 8;

  /** For how long nothing must be wrong until all is forgotten. */
  static final long WELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final long minMillis;
  private final long maxMillis;
  private final LongUnaryOperator random;
  private final LongSupplier nanoClock;
  private int wrong;
  private long wrongNanos;

  /** Whether the next pause is the one after a wrong answer. */
  private boolean due;

  /**
   * @param minMillis the shortest ordinary pause
   * @param maxMillis the longest ordinary pause
   * @param random returns a number from 0 to below its argument
   */
  Pauses(long minMillis, long maxMillis, LongUnaryOperator random, LongSupplier nanoClock) {
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.random = random;
    this.nanoClock = nanoClock;
  }

  /** A connection was ended because its server answered wrongly. */
  public void wrong() {
    long now = nanoClock.getAsLong();
    synchronized (this) {
      wrong = wrong == 0 || now - wrongNanos >= WELL_NANOS ? 1 : Math.min(wrong + 1, 30);
      wrongNanos = now;
      due = true;
    }
  }

  /** Returns how many wrong answers came one soon after the other. */
  synchronized int wrongs() {
    return wrong;
  }

  /** Returns the next pause. */
  public long millis() {
    long ordinary = minMillis + random.applyAsLong(maxMillis - minMillis + 1);
    long now = nanoClock.getAsLong();
    synchronized (this) {
      boolean grown = due && wrong > FREE && now - wrongNanos < WELL_NANOS;
      due = false;
      if (!grown) {
        return ordinary;
      }
      long factor = Math.min(MOST, 1L << (wrong - FREE));
      return ordinary + (factor - 1) * maxMillis;
    }
  }
}
