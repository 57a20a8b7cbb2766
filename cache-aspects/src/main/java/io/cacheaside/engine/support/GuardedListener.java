package io.cacheaside.engine.support;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the application: it is logged once. Errors too, since a
 * listener whose library is missing would otherwise end loads half-way.
 */
public final class GuardedListener implements CacheListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  private final CacheListener listener;
  private final AtomicBoolean logged = new AtomicBoolean();

  private GuardedListener(CacheListener listener) {
    this.listener = listener;
  }

  public static CacheListener around(CacheListener listener) {
    boolean harmless = listener == CacheListener.NONE || listener instanceof GuardedListener;
    return harmless ? listener : new GuardedListener(listener);
  }

  private void failed(Throwable e) {
    try {
      if (logged.compareAndSet(false, true)) {
        LOG.error("the listener {} threw; this is logged once and ignored", listener.getClass(), e);
      }
    } catch (Throwable unsaid) {
      // Where memory or stack end there is no way to say so.
    }
  }

  @Override
  public void onHit(CachedMethod method, Key key, boolean negative) {
    try {
      listener.onHit(method, key, negative);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onMiss(CachedMethod method, Key key) {
    try {
      listener.onMiss(method, key);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onJoin(CachedMethod method, Key key) {
    try {
      listener.onJoin(method, key);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onLeaseWait(CachedMethod method, Key key) {
    try {
      listener.onLeaseWait(method, key);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onLoadStart(CachedMethod method, Key key) {
    try {
      listener.onLoadStart(method, key);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onLoadEnd(CachedMethod method, Key key, long nanos, @Nullable Throwable failure) {
    try {
      listener.onLoadEnd(method, key, nanos, failure);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onPopulate(CachedMethod method, Key key, PopulateOutcome outcome) {
    try {
      listener.onPopulate(method, key, outcome);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onBypass(CachedMethod method, Key key, BypassReason reason) {
    try {
      listener.onBypass(method, key, reason);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onUnreadable(CachedMethod method, Key key, boolean schema) {
    try {
      listener.onUnreadable(method, key, schema);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onShadowCheck(CachedMethod method, Key key, ShadowOutcome outcome, long ageMillis) {
    try {
      listener.onShadowCheck(method, key, outcome, ageMillis);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onInvalidate(CachedMethod method, Key key, boolean delivered) {
    try {
      listener.onInvalidate(method, key, delivered);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onClear(CachedMethod method, String region, boolean delivered) {
    try {
      listener.onClear(method, region, delivered);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onFence(CachedMethod method, Key key, boolean stands) {
    try {
      listener.onFence(method, key, stands);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onInvalidateSkipped(CachedMethod method) {
    try {
      listener.onInvalidateSkipped(method);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onDirtyKeys(int count) {
    try {
      listener.onDirtyKeys(count);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onDirtyOverflow(String region) {
    try {
      listener.onDirtyOverflow(region);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onDirtyRefused(String region) {
    try {
      listener.onDirtyRefused(region);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onReconnect(Reconnection reconnection) {
    try {
      listener.onReconnect(reconnection);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public void onBreaker(BreakerState state) {
    try {
      listener.onBreaker(state);
    } catch (Throwable e) {
      failed(e);
    }
  }
}
