package io.cacheaside.engine.testing;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.spi.TransactionHook;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the engine calls and did not write itself, counting the calls: one of them
 * throws. Threadsafe.
 */
public final class Seams {
  /** How a call goes wrong. */
  public enum Fault {
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    /** Of the store only: not thrown, but the outcome of the call. */
    FAILED_FUTURE
  }

  private @Nullable Fault fault;
  private int failingCall;
  private int calls;
  private @Nullable String failed;
  private volatile boolean down;

  /** Lets the nth call from now on go wrong; 0 for none, which only counts. */
  public synchronized void arm(Fault how, int nth) {
    fault = how;
    failingCall = nth;
    calls = 0;
  }

  /** Nothing goes wrong any more; returns how many calls there were. */
  public synchronized int disarm() {
    fault = null;
    return calls;
  }

  /** Returns which call went wrong, or null if none did. */
  public synchronized @Nullable String failed() {
    return failed;
  }

  /** Takes the store away, or brings it back. */
  public void down(boolean isDown) {
    down = isDown;
  }

  private synchronized @Nullable Error next(String call, Fault... handled) {
    if (fault == null || ++calls != failingCall) {
      return null;
    }
    for (Fault each : handled) {
      if (each == fault) {
        failed = call;
        return fault == Fault.STACK_OVERFLOW
            ? new StackOverflowError("scripted")
            : new OutOfMemoryError("scripted");
      }
    }
    return null;
  }

  private void pass(String call) {
    Error error = next(call, Fault.OUT_OF_MEMORY, Fault.STACK_OVERFLOW);
    if (error != null) {
      throw error;
    }
  }

  /** Returns the store, whose calls may go wrong. */
  public Store around(Store store) {
    return new FaultyStore(store);
  }

  private final class FaultyStore extends StoreDecorator {
    FaultyStore(Store store) {
      super(store);
    }

    private <T> CompletableFuture<T> call(String name, Supplier<CompletableFuture<T>> call) {
      Error error = next("store." + name, Fault.FAILED_FUTURE);
      if (error != null) {
        return CompletableFuture.failedFuture(error);
      }
      pass("store." + name);
      return down
          ? CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "down", null))
          : call.get();
    }

    @Override
    public CompletableFuture<byte[]> lookup(Key key) {
      return call("lookup", () -> super.lookup(key));
    }

    @Override
    public CompletableFuture<Grant> acquire(
        Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
      return call("acquire", () -> super.acquire(key, token, leaseMillis, seen));
    }

    @Override
    public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
      return call("renew", () -> super.renew(key, token, leaseMillis));
    }

    @Override
    public CompletableFuture<Boolean> populate(
        Key key, LeaseToken token, byte[] record, long ttlMillis) {
      return call("populate", () -> super.populate(key, token, record, ttlMillis));
    }

    @Override
    public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
      return call("release", () -> super.release(key, token));
    }

    @Override
    public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
      return call("invalidate", () -> super.invalidate(keys, settleMillis));
    }

    @Override
    public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
      return call("fence", () -> super.fence(keys, millis));
    }

    @Override
    public CompletableFuture<Long> generation(Key generationKey) {
      return call("generation", () -> super.generation(generationKey));
    }

    @Override
    public CompletableFuture<Long> clear(Key generationKey) {
      return call("clear", () -> super.clear(generationKey));
    }

    @Override
    public CompletableFuture<Void> watch(Key key, LeaseToken token) {
      return call("watch", () -> super.watch(key, token));
    }

    @Override
    public CompletableFuture<Void> ping() {
      return call("ping", super::ping);
    }

    @Override
    public long epoch() {
      pass("store.epoch");
      return super.epoch();
    }
  }

  /** Returns the codec, whose calls may go wrong. */
  public Codec around(Codec codec) {
    return new Codec() {
      @Override
      public int id() {
        return codec.id();
      }

      @Override
      public TypeCodec forType(Type type) {
        pass("codec.forType");
        TypeCodec typed = codec.forType(type);
        return new TypeCodec() {
          @Override
          public long fingerprint() {
            return typed.fingerprint();
          }

          @Override
          public byte[] encode(Object value, int headroom) {
            pass("codec.encode");
            return typed.encode(value, headroom);
          }

          @Override
          public Object decode(byte[] source, int offset, int length) {
            pass("codec.decode");
            return typed.decode(source, offset, length);
          }
        };
      }
    };
  }

  /** Returns an object of the interface, whose calls may go wrong before they are passed on. */
  private <T> T around(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, arguments);
              }
              pass(type.getSimpleName() + "." + method.getName());
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  public CacheListener around(CacheListener listener) {
    return around(CacheListener.class, listener);
  }

  public TransactionHook around(TransactionHook hook) {
    return around(TransactionHook.class, hook);
  }

  /** Returns a journal that keeps nothing, whose calls may go wrong. */
  public InvalidationJournal journal() {
    return around(
        InvalidationJournal.class,
        new InvalidationJournal() {
          @Override
          public void record(List<Row> rows) {}

          @Override
          public List<Row> pending(int max, Duration minAge) {
            return List.of();
          }

          @Override
          public void done(List<Row> rows) {}
        });
  }

  /** Returns a timer whose taking of tasks may go wrong. */
  public ScheduledThreadPoolExecutor timer() {
    return new ScheduledThreadPoolExecutor(1) {
      @Override
      public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        pass("timer.schedule");
        return super.schedule(task, delay, unit);
      }

      @Override
      public void execute(Runnable task) {
        pass("timer.execute");
        super.schedule(task, 0, TimeUnit.NANOSECONDS);
      }
    };
  }
}
