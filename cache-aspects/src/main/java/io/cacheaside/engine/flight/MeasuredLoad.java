package io.cacheaside.engine.flight;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import org.jspecify.annotations.Nullable;

/** A load that tells the listener about itself. Without more, nobody shares it. */
public class MeasuredLoad extends Load {
  /** The key of the value. */
  public final Key key;

  private final CachedMethod method;
  private final CacheListener listener;
  private final Clocks clocks;
  private final long startedNanos;

  /** Tells the listener that the load begins; one of its ends has to follow, on the same thread. */
  public MeasuredLoad(CachedMethod method, Key key, CacheListener listener, Clocks clocks) {
    this.method = method;
    this.key = key;
    this.listener = listener;
    this.clocks = clocks;
    listener.onLoadStart(method, key);
    this.startedNanos = clocks.nanos();
  }

  /** {@inheritDoc} Whatever the cache meets now: the method has returned. */
  @Override
  public final @Nullable Object completed(@Nullable Object value) {
    try {
      returned(value);
    } catch (Throwable e) {
      Survived.say("the cache failed after a load, whose value is returned all the same", e);
    }
    return value;
  }

  /** {@inheritDoc} Whatever the cache meets now: what the method threw is the outcome. */
  @Override
  public final void failed(Throwable failure) {
    try {
      threw(failure);
    } catch (Throwable e) {
      Survived.say("the cache failed after a load that had failed", e);
    }
  }

  /** The method returned; whatever throws here gives back what this holds. */
  protected void returned(@Nullable Object value) {
    ended(null);
  }

  /** The method threw. */
  protected void threw(Throwable failure) {
    ended(failure);
  }

  /** Returns how long the load ran, in nanoseconds, after having told the listener. */
  protected final long ended(@Nullable Throwable failure) {
    long nanos = clocks.nanos() - startedNanos;
    listener.onLoadEnd(method, key, nanos, failure);
    return nanos;
  }
}
