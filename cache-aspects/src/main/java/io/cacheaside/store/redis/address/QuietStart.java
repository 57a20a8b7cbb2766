package io.cacheaside.store.redis.address;

import org.jspecify.annotations.Nullable;

/**
 * Keeps failures to connect out of the log, for somebody who waits for the first connection and
 * reports on it himself. One for each store. Threadsafe.
 */
public final class QuietStart {
  private volatile boolean over;
  private volatile boolean connected;
  private volatile String reported = "";

  /** Begins to be quiet. */
  public QuietStart() {}

  /**
   * Ends it: from now on the log tells why there is no connection.
   *
   * @param error what was reported, as {@code RedisStore.lastConnectError} says it, which the log
   *     does not repeat; null if nothing was
   */
  public void end(@Nullable String error) {
    reported = error == null ? "" : error;
    over = true;
    if (connected) {
      reported = ""; // of a connection made meanwhile: at the next outage it is news again
    }
  }

  /** Says that the first connection is made, and reported. */
  public void connected() {
    connected = true;
    end(null);
  }

  /** Returns whether the log may speak. */
  public boolean isOver() {
    return over;
  }

  /** Returns whether the first connection was made. */
  public boolean isConnected() {
    return connected;
  }

  /** Returns whether an error was reported; a cluster's names the node before it. */
  public boolean hasReported(String error) {
    return reported.endsWith(error);
  }
}
