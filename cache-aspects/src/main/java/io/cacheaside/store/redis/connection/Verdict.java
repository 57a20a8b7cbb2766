package io.cacheaside.store.redis.connection;

import io.cacheaside.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is to blame that a call has no answer yet: the server, or this JVM, which did not run.
 *
 * <p>The connection's thread looks, because it is the one that would have read the answer. The
 * server is to blame only if the request was written a whole limit ago, and the thread then looked
 * on time once more, 5 ms after it looked before: it had nothing else to do meanwhile, so no answer
 * waits in the socket. A thread that is late has been busy, or this JVM was not running, be it for
 * a garbage collection or for want of a processor; it is given another look. A call that was
 * written behind hundreds of others waits for them first, and the queue is this JVM's own: the
 * server is to blame only once it answers fewer than that many in a whole limit. All of that ends
 * after a second, with OVERLOADED.
 *
 * <p>Used by the connection's thread alone.
 */
final class Verdict {
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How much longer than its limit a call may take if this JVM is to blame. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * From how many calls ahead on the length of the queue explains the waiting, if the server
   * answers as many in a limit: one that does not would be too slow for a short queue as well.
   */
  static final int DEEP = 256;

  private static final long STOP = -1;

  private final CompletableFuture<?> waiting;
  private final @Nullable Call<?, ?> call;
  private final WriteQueue queue;
  private final String place;
  private final long limitNanos;
  private boolean looked;
  private boolean deep;
  private long firstNanos;
  private long dueNanos;
  private int answeredBefore;

  /** When the server was seen to have answered {@link #DEEP} calls more, or could not be seen. */
  private long movedNanos;

  /**
   * @param waiting fails with the verdict
   * @param call the command behind it, or null if there is not exactly one
   * @param limitNanos how long the server has to have had
   */
  Verdict(
      CompletableFuture<?> waiting,
      @Nullable Call<?, ?> call,
      WriteQueue queue,
      String place,
      long limitNanos) {
    this.waiting = waiting;
    this.call = call;
    this.queue = queue;
    this.place = place;
    this.limitNanos = limitNanos;
  }

  /** Returns after how many nanoseconds to look again; not positive if the verdict is passed. */
  long look(long now) {
    if (waiting.isDone()) {
      return STOP;
    }
    int answered = queue.lastAnswered();
    boolean late = !looked || now - dueNanos >= LOOK_NANOS;
    if (late || answered - answeredBefore >= DEEP) {
      movedNanos = now;
      answeredBefore = answered;
    }
    if (!looked) {
      looked = true;
      firstNanos = now;
      deep = (call == null ? queue.unanswered() : call.ahead()) >= DEEP;
    } else if (now - firstNanos > PATIENCE_NANOS) {
      return end(Failures.ownFault(place, limitNanos));
    }
    if (late) {
      return lookAfter(LOOK_NANOS, now);
    }
    long missing = limitNanos - (deep ? now - movedNanos : sinceWritten(now));
    return missing > 0 ? lookAfter(Math.max(missing, LOOK_NANOS), now) : end(timeout());
  }

  private long lookAfter(long nanos, long now) {
    dueNanos = now + nanos;
    return nanos;
  }

  private long sinceWritten(long now) {
    if (call == null) {
      return limitNanos;
    }
    return call.number() == 0 ? 0 : now - call.writtenNanos();
  }

  private StoreException timeout() {
    return Failures.timeout(
        place, call == null ? "a command" : call.name(), TimeUnit.NANOSECONDS.toMillis(limitNanos));
  }

  private long end(StoreException failure) {
    waiting.completeExceptionally(failure);
    return STOP;
  }
}
