package io.cacheaside.background;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets a few messages about each subject pass in a minute, and counts the others. Threadsafe.
 *
 * <p>A monitor and a plain map, because it is asked where stack and heap end: what is thrown within
 * leaves nothing locked.
 */
public final class LogThrottle {
  /** Says that a message is to be left out. */
  private static final int LEFT_OUT = -1;

  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_SUBJECTS = 10_000;

  private final LongSupplier nanoClock;
  private final int burst;
  private final Map<Object, Minute> minutes = FirstTable.of(new HashMap<>());

  /** What passed and what was left out since a moment. */
  private static final class Minute {
    private long beganNanos;
    private int passed = 1;
    private int leftOut;

    Minute(long beganNanos) {
      this.beganNanos = beganNanos;
    }

    int pass(long now, int burst) {
      boolean over = now - beganNanos >= INTERVAL_NANOS;
      if (!over && passed >= burst) {
        leftOut += leftOut == Integer.MAX_VALUE ? 0 : 1;
        return LEFT_OUT;
      }
      int before = leftOut;
      beganNanos = over ? now : beganNanos;
      passed = over ? 1 : passed + 1;
      leftOut = 0;
      return before;
    }
  }

  /** Makes one that lets one message about each subject pass in a minute. */
  public LogThrottle(LongSupplier nanoClock) {
    this(nanoClock, 1);
  }

  /**
   * Makes one.
   *
   * @param burst how many messages about a subject pass in a minute
   */
  public LogThrottle(LongSupplier nanoClock, int burst) {
    this.nanoClock = nanoClock;
    this.burst = burst;
  }

  /** Returns whether a message about the subject may be logged now. */
  public boolean allows(Object subject) {
    return pass(subject) != LEFT_OUT;
  }

  /**
   * Has a message about the subject logged, if one may be now.
   *
   * @param message logs it, with what is to be appended: how many like it were left out, if any
   * @return whether it was
   */
  public boolean say(Object subject, Consumer<String> message) {
    int leftOut = pass(subject);
    if (leftOut == LEFT_OUT) {
      return false;
    }
    message.accept(leftOut == 0 ? "" : " (" + leftOut + " more since the last message like this)");
    return true;
  }

  /**
   * Returns how many messages about the subject were left out since one passed, or {@link
   * #LEFT_OUT} if this one is to be as well.
   */
  private int pass(Object subject) {
    long now = nanoClock.getAsLong();
    synchronized (this) {
      Minute minute = minutes.get(subject);
      if (minute != null) {
        return minute.pass(now, burst);
      }
      if (minutes.size() >= MAX_SUBJECTS) {
        minutes.clear();
      }
      minutes.put(subject, new Minute(now));
      return 0;
    }
  }
}
