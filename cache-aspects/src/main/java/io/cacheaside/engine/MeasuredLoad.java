package io.cacheaside.engine;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import org.jspecify.annotations.Nullable;

/** A load that tells the listener about itself. Without more, nobody shares it. */
class MeasuredLoad extends Load {
  final MethodPlan plan;
  final Key key;
  private final CacheListener listener;
  private final long startedNanos;

  MeasuredLoad(MethodPlan plan, Key key, CacheListener listener) {
    this.plan = plan;
    this.key = key;
    this.listener = listener;
    listener.onLoadStart(plan.method(), key);
    this.startedNanos = System.nanoTime();
  }

  @Override
  public @Nullable Object completed(@Nullable Object value) {
    ended(null);
    return value;
  }

  @Override
  public void failed(Throwable failure) {
    ended(failure);
  }

  /** Returns how long the load ran, in nanoseconds, after having told the listener. */
  final long ended(@Nullable Throwable failure) {
    long nanos = System.nanoTime() - startedNanos;
    listener.onLoadEnd(plan.method(), key, nanos, failure);
    return nanos;
  }
}
