package io.cacheaside.engine.entry;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners what the cache does, in their order, and keeps what one throws away from the
 * others and from the application: it is logged once for each. Errors too, since a listener whose
 * library is missing would otherwise end loads half-way.
 */
final class GuardedListeners implements CacheListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListeners.class);

  private final CacheListener[] listeners;

  /** Which of them have thrown, so that it is not logged again. */
  private final AtomicIntegerArray thrown;

  private GuardedListeners(CacheListener[] listeners) {
    this.listeners = listeners;
    this.thrown = new AtomicIntegerArray(listeners.length);
  }

  /** Returns one that tells all of these; {@link CacheListener#NONE} if there is none to tell. */
  static CacheListener around(CacheListener... listeners) {
    CacheListener[] told =
        Stream.of(listeners)
            .filter(listener -> listener != CacheListener.NONE)
            .toArray(CacheListener[]::new);
    if (told.length == 0) {
      return CacheListener.NONE;
    }
    boolean guarded = told.length == 1 && told[0] instanceof GuardedListeners;
    return guarded ? told[0] : new GuardedListeners(told);
  }

  private void failed(int i, Throwable e) {
    try {
      if (thrown.compareAndSet(i, 0, 1)) {
        LOG.error(
            "the listener {} threw; this is logged once and ignored", listeners[i].getClass(), e);
      }
    } catch (Throwable unsaid) {
      // Where memory or stack end there is no way to say so.
    }
  }

  @Override
  public void onHit(CachedMethod method, Key key, boolean negative) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onHit(method, key, negative);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onMiss(CachedMethod method, Key key) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onMiss(method, key);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onJoin(CachedMethod method, Key key) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onJoin(method, key);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onLeaseWait(CachedMethod method, Key key) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onLeaseWait(method, key);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onLoadStart(CachedMethod method, Key key) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onLoadStart(method, key);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onLoadEnd(CachedMethod method, Key key, long nanos, @Nullable Throwable failure) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onLoadEnd(method, key, nanos, failure);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onPopulate(CachedMethod method, Key key, PopulateOutcome outcome) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onPopulate(method, key, outcome);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onBypass(CachedMethod method, Key key, BypassReason reason) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onBypass(method, key, reason);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onUnreadable(CachedMethod method, Key key, boolean schema) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onUnreadable(method, key, schema);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onShadowCheck(CachedMethod method, Key key, ShadowOutcome outcome, long ageMillis) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onShadowCheck(method, key, outcome, ageMillis);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onInvalidate(CachedMethod method, Key key, boolean delivered) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onInvalidate(method, key, delivered);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onClear(CachedMethod method, String region, boolean delivered) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onClear(method, region, delivered);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onFence(CachedMethod method, Key key, boolean stands) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onFence(method, key, stands);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onInvalidateSkipped(CachedMethod method) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onInvalidateSkipped(method);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onUndeliveredKeys(int count) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onUndeliveredKeys(count);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onUndeliveredOverflow(String region) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onUndeliveredOverflow(region);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onUndeliveredRefused(String region) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onUndeliveredRefused(region);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onReconnect(Reconnection reconnection) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onReconnect(reconnection);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }

  @Override
  public void onBreaker(BreakerState state) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        listeners[i].onBreaker(state);
      } catch (Throwable e) {
        failed(i, e);
      }
    }
  }
}
