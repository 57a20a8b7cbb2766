package io.cacheaside.faults.workload;

import io.cacheaside.faults.history.Reasons;
import io.cacheaside.faults.history.Source;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the cache told about the call that this thread makes. One for each thread. */
final class CallTrace {
  private static final ThreadLocal<CallTrace> CURRENT = ThreadLocal.withInitial(CallTrace::new);

  private boolean hit;
  private boolean joined;
  private boolean delivered;
  private int reason;
  private long loadNanos;

  private CallTrace() {}

  /** Returns the trace of this thread. */
  static CallTrace current() {
    return CURRENT.get();
  }

  /** Forgets the call before. */
  void clear() {
    hit = false;
    joined = false;
    delivered = false;
    reason = 0;
    loadNanos = -1;
  }

  void hit() {
    hit = true;
  }

  void loaded(long nanos) {
    loadNanos = nanos;
  }

  void committed(long begin, long committed) {
    loadNanos = committed - begin;
  }

  void delivered(boolean acknowledged) {
    delivered = acknowledged;
  }

  /** Returns where the value came from; null if the cache said nothing, so that it is not woven. */
  @Nullable Source source() {
    if (reason != 0) {
      return Source.BYPASSED;
    }
    if (hit) {
      return Source.HIT;
    }
    if (joined) {
      return Source.JOINED;
    }
    return loadNanos >= 0 ? Source.LOADED : null;
  }

  /** Returns the number of the {@code BypassReason}, 0 if the cache was used. */
  int reason() {
    return reason;
  }

  boolean isDelivered() {
    return delivered;
  }

  /** Returns how long the call was in the database, in µs, or -1. */
  int loadMicros() {
    return loadNanos < 0 ? -1 : (int) TimeUnit.NANOSECONDS.toMicros(loadNanos);
  }

  /** Tells the trace of the calling thread. */
  static class Listener implements CacheListener {
    @Override
    public void onHit(CachedMethod method, Key key, boolean negative) {
      current().hit = true;
    }

    @Override
    public void onJoin(CachedMethod method, Key key) {
      current().joined = true;
    }

    @Override
    public void onLoadEnd(CachedMethod method, Key key, long nanos, @Nullable Throwable failure) {
      current().loadNanos = nanos;
    }

    @Override
    public void onBypass(CachedMethod method, Key key, BypassReason why) {
      current().reason = Reasons.number(why);
    }

    @Override
    public void onInvalidate(CachedMethod method, Key key, boolean acknowledged) {
      current().delivered = acknowledged;
    }
  }
}
