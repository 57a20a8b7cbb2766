package io.cacheaside.store.redis.connection;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.store.redis.address.QuietStart;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What the log says of a store's connections: of each kind and server a few messages in a minute,
 * with how many were left out. A server that answers wrongly would fill a log otherwise.
 * Threadsafe.
 */
public final class ConnectionLog {
  private static final Logger LOG = StoreLogger.LOG;
  private static final int MESSAGES = 3; // of a kind in a minute: two losses are no flood

  private final LogThrottle throttle;

  /** Whether the log has the stack of such a failure. */
  private final AtomicBoolean traced = new AtomicBoolean();

  private final @Nullable QuietStart start;

  /**
   * @param nanoClock measures time that passes
   */
  ConnectionLog(LongSupplier nanoClock) {
    this(nanoClock, null);
  }

  /**
   * @param start null if nobody else reports on it
   */
  ConnectionLog(LongSupplier nanoClock, @Nullable QuietStart start) {
    this.throttle = new LogThrottle(nanoClock, MESSAGES);
    this.start = start;
  }

  /** Returns whether somebody else reports on failures to connect now. */
  public boolean isQuiet() {
    return start != null && !start.isOver();
  }

  /** Returns whether somebody else reports on the first connection, which is not made yet. */
  boolean isStarting() {
    return start != null && !start.isConnected();
  }

  /** Replies may reach wrong calls, because of what a call was answered, or a reading threw. */
  void outOfStep(String place, String what, Throwable failure) {
    boolean said =
        !isQuiet()
            && throttle.say(List.of("step", place), more -> warnOfStep(place, what, failure, more));
    if (!said) {
      LOG.debug("{}: replies may be out of step with calls ({})", place, what, failure);
    }
  }

  private void warnOfStep(String place, String what, Throwable failure, String more) {
    if (traced.compareAndSet(false, true)) {
      LOG.warn(
          "{}: replies may be out of step with calls, so this connection is ended ({})",
          place,
          what,
          failure);
    } else {
      LOG.warn(
          "{}: replies may be out of step with calls, so this connection is ended ({}): {}{}",
          place,
          what,
          failure,
          more);
    }
  }

  /** There are bytes, and no call that waits for them. */
  void unasked(String place) {
    warn(
        "unasked",
        place,
        "there is a reply that nobody has asked for, so this connection is ended");
  }

  /** There is what no Redis sends, or not to us. */
  void neverSent(String place, String what) {
    warn("never", place, "the server sent " + what + ", so this connection is ended");
  }

  /** There is a string that somebody else has stored. */
  void tooLong(String place, long length, int bound) {
    warn(
        "long",
        place,
        "a value of "
            + length
            + " bytes is not read: no entry has more than "
            + bound
            + ", with the max-value-bytes set here. Look for who else writes below our keys, or"
            + " set max-value-bytes to the same everywhere");
  }

  /** A connection that was in use is lost. */
  void lost(String place, String name, String withoutIt) {
    warn("lost " + name, place, "connection lost (" + name + "), " + withoutIt);
  }

  /** There is a connection again. */
  void again(String place, String name) {
    throttle.say(
        List.of("again " + name, place),
        more -> LOG.info("{} is connected again ({}){}", place, name, more));
  }

  /**
   * An attempt to connect failed. Returns false if the log does not say so.
   *
   * @param stack what failed, if it is an error, else null
   */
  boolean unusable(
      String place, String name, String error, String withoutIt, @Nullable Error stack) {
    if (stack == null && start != null && (isQuiet() || start.hasReported(error))) {
      LOG.debug("{} cannot be used ({}): {}", place, name, error);
      return false;
    }
    return throttle.say(
        List.of("unusable " + name, place),
        more ->
            LOG.warn(
                "{} cannot be used ({}): {}. Trying again in the background, {}{}",
                place,
                name,
                error,
                withoutIt,
                more,
                stack));
  }

  private void warn(String kind, String place, String what) {
    if (isQuiet()) { // it ends the connection, for which a reason is given
      LOG.debug("{}: {}", place, what);
      return;
    }
    throttle.say(List.of(kind, place), more -> LOG.warn("{}: {}{}", place, what, more));
  }
}
