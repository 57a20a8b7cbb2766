package io.cacheaside.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What happens to bytes on their way through a {@link FaultProxy}, now; threadsafe. */
final class Network {
  /** What happens to one direction. */
  enum Mode {
    PASS,
    HOLD,
    SWALLOW
  }

  private Mode toServer = Mode.PASS;
  private Mode toClient = Mode.PASS;
  private long serverDelayNanos;
  private long clientDelayNanos;

  synchronized void change(
      Mode newToServer, Mode newToClient, Duration serverDelay, Duration clientDelay) {
    toServer = newToServer;
    toClient = newToClient;
    serverDelayNanos = serverDelay.toNanos();
    clientDelayNanos = clientDelay.toNanos();
    notifyAll();
  }

  synchronized Mode mode(boolean requests) {
    return requests ? toServer : toClient;
  }

  /** Makes those who wait look whether their connection is still there. */
  synchronized void wake() {
    notifyAll();
  }

  /**
   * Returns when bytes that have just arrived are due, and not held, or when there is nobody to
   * deliver them to.
   *
   * @return whether to drop them
   */
  synchronized boolean awaitDue(boolean requests, BooleanSupplier closed)
      throws InterruptedException {
    long arrived = System.nanoTime();
    while (!closed.getAsBoolean()) {
      Mode mode = mode(requests);
      if (mode == Mode.SWALLOW) {
        return true;
      }
      long delay = requests ? serverDelayNanos : clientDelayNanos;
      long left = arrived + delay - System.nanoTime();
      if (mode == Mode.HOLD) {
        wait();
      } else if (left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } else {
        return false;
      }
    }
    return true;
  }

  /** Returns when the direction passes: so long nobody may learn that the other side has closed. */
  synchronized void awaitPass(boolean requests, BooleanSupplier closed)
      throws InterruptedException {
    while (!closed.getAsBoolean() && mode(requests) != Mode.PASS) {
      wait();
    }
  }
}
