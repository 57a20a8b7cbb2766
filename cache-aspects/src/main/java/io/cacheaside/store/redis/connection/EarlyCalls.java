package io.cacheaside.store.redis.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that come before a store's first connection, which is late in a cold JVM, and very late
 * in one that has no processor. They wait for the end of the first attempt to make it, 10 s at
 * most, and leave in their order.
 *
 * <p>The waiting is for this JVM, not for Redis: a server that cannot be reached, or was asked and
 * says nothing ({@link Silence}), ends the attempt, and with it the waiting of all. It is not
 * repeated: who comes after the end does not wait. Threadsafe.
 */
public final class EarlyCalls {
  /** For how long after its start a JVM may be cold. */
  static final long COLD_MILLIS = 10_000;

  /** Runs a task later, in the background. */
  public interface Timer {
    /** Runs the task once, on a background thread. */
    void runAfter(long millis, Runnable task);
  }

  private final int limit;
  private final Consumer<Call<?, ?>> ready;
  private final Timer timer;
  private final LongSupplier nanoClock;

  /** Guarded by this, as all that follows. */
  private final Queue<Call<?, ?>> calls = new ArrayDeque<>();

  private boolean ending;

  private volatile long startNanos;
  private volatile boolean over;

  /**
   * @param limit how many calls may wait
   * @param ready sends a call, or fails it
   */
  public EarlyCalls(int limit, Consumer<Call<?, ?>> ready, Timer timer, LongSupplier nanoClock) {
    this.limit = limit;
    this.ready = ready;
    this.timer = timer;
    this.nanoClock = nanoClock;
    this.over = limit == 0;
    this.startNanos = nanoClock.getAsLong();
  }

  /** Begins to count the time in which calls may wait. */
  public void start() {
    if (!over) {
      startNanos = nanoClock.getAsLong();
      timer.runAfter(COLD_MILLIS, this::end);
    }
  }

  /** Returns whether no call waits, nor will. */
  public boolean isOver() {
    return over;
  }

  /** Keeps a call until the end; returns false if that has come, or too many wait. */
  public synchronized boolean hold(Call<?, ?> call) {
    if (over || calls.size() >= limit) {
      return false;
    }
    calls.add(call);
    return true;
  }

  /** Returns for how many nanoseconds more a caller whose time is up may wait. */
  public long overdue() {
    long cold = TimeUnit.MILLISECONDS.toNanos(COLD_MILLIS);
    return over ? 0 : Math.max(0, cold - (nanoClock.getAsLong() - startNanos));
  }

  /** Lets all calls go, the oldest first; who comes meanwhile stands behind them. */
  public void end() {
    synchronized (this) {
      if (over || ending) {
        return;
      }
      ending = true;
    }
    try {
      for (Call<?, ?> call = next(); call != null; call = next()) {
        release(call);
      }
    } finally {
      synchronized (this) {
        ending = false; // whatever was thrown: another end takes the rest
      }
    }
  }

  private synchronized @Nullable Call<?, ?> next() {
    Call<?, ?> call = calls.poll();
    over = call == null;
    return call;
  }

  private void release(Call<?, ?> call) {
    try {
      ready.accept(call);
    } catch (Throwable e) {
      call.completeExceptionally(e); // the calls behind it have nothing to do with that
    }
  }
}
