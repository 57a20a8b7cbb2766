package io.cacheaside.store.redis.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls of many threads on their way to one connection, which leave it in few writes: what came
 * while the connection's thread was busy is written together and flushed once.
 *
 * <p>Nobody waits for company. Who finds the queue empty wakes the connection's thread at once, so
 * a lone call leaves as early as it would without a queue; who finds it occupied has to wake
 * nobody, unless waking failed: then everybody tries. The calls are linked to each other (a Treiber
 * stack, turned round when it is emptied), so queueing allocates nothing. Calls of one thread leave
 * in its order.
 *
 * <p>It bounds what is under way: the calls that wait to be written together with those that wait
 * for their reply, and the bytes that wait to be written. Replies come in the order of the calls,
 * so one of them settles all calls before it. This class is threadsafe.
 */
final class WriteQueue implements Runnable {
  /** So that a long queue begins to leave before all of it is encoded. */
  private static final int FLUSH_EVERY = 256;

  private final Channel channel;
  private final int limit;
  private final long byteLimit;
  private final AtomicReference<@Nullable Call<?, ?>> newest = new AtomicReference<>();
  private final AtomicLong bytes = new AtomicLong();

  /** How many calls were written, or are about to be; changed by the connection's thread only. */
  private final AtomicInteger written = new AtomicInteger();

  /** The number of the call that was answered last; changed by the connection's thread only. */
  private final AtomicInteger answered = new AtomicInteger();

  /** Whether calls wait although the connection's thread could not be woken. */
  private volatile boolean unwoken;

  /**
   * @param limit how many calls may be under way
   * @param byteLimit how many {@link Call#bytes} may wait to be written
   */
  WriteQueue(Channel channel, int limit, long byteLimit) {
    this.channel = channel;
    this.limit = limit;
    this.byteLimit = byteLimit;
  }

  /** Accepts a call, or fails it if too much is under way or the connection's thread has ended. */
  void add(Call<?, ?> call) {
    if (!reserve(call.bytes())) {
      call.completeExceptionally(Failures.tooManyBytes(call, byteLimit));
      return;
    }
    boolean first;
    boolean queued = false;
    try {
      Call<?, ?> before;
      do {
        before = newest.get();
        int waiting = call.queueBehind(before);
        if (waiting + unanswered() > limit) {
          call.queueBehind(null);
          call.completeExceptionally(Failures.tooManyCalls(call, limit));
          return;
        }
      } while (!newest.compareAndSet(before, call));
      queued = true;
      first = before == null;
    } finally {
      if (!queued) {
        giveBack(call.bytes());
      }
    }
    if (first || unwoken) {
      wake(call);
    }
  }

  /** One call may always wait, however large it is. */
  private boolean reserve(long more) {
    if (more == 0) {
      return true;
    }
    long before;
    do {
      before = bytes.get();
      if (before != 0 && before + more > byteLimit) {
        return false;
      }
    } while (!bytes.compareAndSet(before, before + more));
    return true;
  }

  private void giveBack(long reserved) {
    if (reserved != 0) {
      bytes.addAndGet(-reserved);
    }
  }

  /** Closes the socket, without what the client does at a connection's end; never waits. */
  ChannelFuture closeChannel() {
    return channel.close();
  }

  /** Returns whether the reading of replies has ended the connection. */
  boolean isOutOfStep() {
    return OutOfStep.ended(channel);
  }

  /** Returns how many calls were written and have no reply yet, about. */
  int unanswered() {
    return written.get() - answered.get();
  }

  /** Runs a verdict on the connection's thread until it is passed. */
  void judge(Verdict verdict) {
    look(verdict, 0);
  }

  private void look(Verdict verdict, long nanos) {
    try {
      var unused =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    long next = verdict.look(System.nanoTime());
                    if (next > 0) {
                      look(verdict, next);
                    }
                  },
                  nanos,
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The thread has ended, and with it the connection, which fails its calls.
    }
  }

  /** Returns the number of the call that was answered last; on the connection's thread. */
  int lastAnswered() {
    return answered.getPlain();
  }

  /** Says that the reply to a call was read; on the connection's thread. */
  void answered(Call<?, ?> call) {
    answered.setRelease(call.number());
  }

  private void wake(Call<?, ?> call) {
    try {
      unwoken = false;
      channel.eventLoop().execute(this);
    } catch (RejectedExecutionException e) {
      cancelAll();
    } catch (Throwable e) {
      unwoken = true; // first, and without a call: stack or memory have ended
      fail(call, Failures.notWoken(call, e)); // so it is not written, and only its caller waits
    }
  }

  private void cancelAll() {
    for (Call<?, ?> call = takeAll(); call != null; ) {
      Call<?, ?> next = call.leaveQueue();
      giveBack(call.bytes());
      call.cancel();
      call = next;
    }
  }

  /** Writes what waits; on the connection's thread. */
  @Override
  public void run() {
    int before = written.getPlain();
    int number = before;
    long now = System.nanoTime();
    Call<?, ?> call = takeAll();
    while (call != null) {
      Call<?, ?> next = call.leaveQueue();
      if (call.isDone()) {
        giveBack(call.bytes()); // not written, so it has no reply that would settle it
      } else {
        write(call, ++number, now);
        if ((number - before) % FLUSH_EVERY == 0) {
          channel.flush();
          now = System.nanoTime();
        }
      }
      call = next;
    }
    written.setRelease(number);
    channel.flush();
  }

  /** What it meets is the call's failure, never that of the calls behind it. */
  private void write(Call<?, ?> call, int number, long nanos) {
    long reserved = call.bytes();
    boolean givenBackLater = false;
    try {
      call.written(number, number - 1 - answered.getPlain(), nanos);
      ChannelFuture write = channel.write(call).addListener(call);
      if (reserved != 0) {
        write.addListener(over -> giveBack(reserved));
        givenBackLater = true;
      }
    } catch (Throwable e) {
      if (!givenBackLater) {
        giveBack(reserved);
      }
      fail(call, e);
    }
  }

  private static void fail(Call<?, ?> call, Throwable failure) {
    try {
      call.completeExceptionally(failure);
    } catch (Throwable e) {
      // There is not even the memory or the stack to say so: the call ends at its time limit.
    }
  }

  /** Returns the oldest call, linked to the younger ones, and leaves the queue empty. */
  private @Nullable Call<?, ?> takeAll() {
    Call<?, ?> call = newest.getAndSet(null);
    if (call != null) {
      written.setRelease(written.getPlain() + call.place()); // at once: they are still under way
    }
    Call<?, ?> oldest = null;
    while (call != null) {
      Call<?, ?> older = call.turn(oldest);
      oldest = call;
      call = older;
    }
    return oldest;
  }
}
