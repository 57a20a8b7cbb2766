package io.cacheaside.store.redis;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls of many threads on their way to one connection, which leave it in few writes: what came
 * while the connection's thread was busy is written together and flushed once.
 *
 * <p>Nobody waits for company. Who finds the queue empty wakes the connection's thread at once, so
 * a lone call leaves as early as it would without a queue; who finds it occupied has to wake
 * nobody. The calls are linked to each other (a Treiber stack, turned round when it is emptied), so
 * queueing allocates nothing. Calls of one thread leave in its order. This class is threadsafe.
 */
final class WriteQueue implements Runnable {
  /** So that a long queue begins to leave before all of it is encoded. */
  private static final int FLUSH_EVERY = 256;

  private final Channel channel;
  private final int limit;
  private final AtomicReference<@Nullable Call<?, ?>> newest = new AtomicReference<>();

  /**
   * @param limit how many calls may wait to be written
   */
  WriteQueue(Channel channel, int limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** Accepts a call, or fails it if too many wait or the connection's thread has ended. */
  void add(Call<?, ?> call) {
    Call<?, ?> before;
    do {
      before = newest.get();
      int waiting = call.queueBehind(before);
      if (waiting > limit) {
        call.queueBehind(null);
        call.completeExceptionally(Failures.queueFull(call, limit));
        return;
      }
    } while (!newest.compareAndSet(before, call));
    if (before == null) {
      wake();
    }
  }

  private void wake() {
    try {
      channel.eventLoop().execute(this);
    } catch (RejectedExecutionException e) {
      for (Call<?, ?> call = takeAll(); call != null; ) {
        Call<?, ?> next = call.leaveQueue();
        call.cancel();
        call = next;
      }
    }
  }

  /** Writes what waits; on the connection's thread. */
  @Override
  public void run() {
    int written = 0;
    for (Call<?, ?> call = takeAll(); call != null; ) {
      Call<?, ?> next = call.leaveQueue();
      var unused = channel.write(call).addListener(call);
      if (++written % FLUSH_EVERY == 0) {
        channel.flush();
      }
      call = next;
    }
    channel.flush();
  }

  /** Returns the oldest call, linked to the younger ones, and leaves the queue empty. */
  private @Nullable Call<?, ?> takeAll() {
    Call<?, ?> oldest = null;
    for (Call<?, ?> call = newest.getAndSet(null); call != null; ) {
      Call<?, ?> older = call.turn(oldest);
      oldest = call;
      call = older;
    }
    return oldest;
  }
}
