package io.cacheaside.store.redis.history;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time for which a server that may have lost writes serves nothing. Threadsafe. */
final class RecoveryTime {
  private final LongSupplier nanoClock;
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  /** Compared by identity: who found one that is over takes away that one, never its successor. */
  private static final class End {
    private final long nanos;

    End(long nanos) {
      this.nanos = nanos;
    }
  }

  RecoveryTime(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Begins one, or extends the one under way to this time from now; never shortens it. */
  void lastFor(long nanos) {
    End next = new End(nanoClock.getAsLong() + nanos);
    end.accumulateAndGet(
        next, (now, given) -> now != null && now.nanos - next.nanos > 0 ? now : given);
  }

  boolean isUnderWay() {
    End now = end.get();
    if (now == null) {
      return false;
    }
    if (nanoClock.getAsLong() - now.nanos < 0) {
      return true;
    }
    end.compareAndSet(now, null); // so that the clock is not asked for each lookup
    return false;
  }
}
