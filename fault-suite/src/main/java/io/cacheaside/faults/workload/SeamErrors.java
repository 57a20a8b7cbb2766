package io.cacheaside.faults.workload;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lets what the engine calls throw now and then what a JVM throws whose stack or memory end: the
 * store, before or after it was asked, or as the failure of its answer; the codec; the listener, on
 * whatever thread it is told. Threadsafe.
 */
final class SeamErrors {
  /** What the engine is made with, and what an application's end must be able to do. */
  private static final Set<String> SPARED = Set.of("onReconnect", "close", "toString");

  private volatile int oneIn;

  /** One of so many calls throws from now on; 0 for none. */
  void oneIn(int calls) {
    oneIn = calls;
  }

  private boolean isNext() {
    int calls = oneIn;
    return calls > 0 && ThreadLocalRandom.current().nextInt(calls) == 0;
  }

  private void mayThrow() {
    if (isNext()) {
      throw error();
    }
  }

  private static VirtualMachineError error() {
    return ThreadLocalRandom.current().nextBoolean()
        ? new StackOverflowError("made by the suite")
        : new OutOfMemoryError("made by the suite");
  }

  /** Returns the store, whose calls may go wrong. */
  Store around(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> call(store, method, arguments));
  }

  private @Nullable Object call(Store store, Method method, Object @Nullable [] arguments)
      throws Throwable {
    boolean spared = SPARED.contains(method.getName());
    if (!spared && isNext()) {
      return ThreadLocalRandom.current().nextBoolean()
              && method.getReturnType() == CompletableFuture.class
          ? CompletableFuture.failedFuture(error())
          : raise();
    }
    Object answer = passed(store, method, arguments);
    if (!spared) {
      mayThrow();
    }
    return answer;
  }

  private static Object raise() {
    throw error();
  }

  private static @Nullable Object passed(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Returns the listener, which is told everything and may throw then. */
  CacheListener around(CacheListener listener) {
    return (CacheListener)
        Proxy.newProxyInstance(
            CacheListener.class.getClassLoader(),
            new Class<?>[] {CacheListener.class},
            (proxy, method, arguments) -> {
              Object nothing = passed(listener, method, arguments);
              if (method.getDeclaringClass() == CacheListener.class) {
                mayThrow();
              }
              return nothing;
            });
  }

  /** Returns the codec, whose calls may go wrong. */
  Codec around(Codec codec) {
    return new Codec() {
      @Override
      public int id() {
        return codec.id();
      }

      @Override
      public TypeCodec forType(Type type) {
        mayThrow();
        return around(codec.forType(type));
      }
    };
  }

  private Codec.TypeCodec around(Codec.TypeCodec codec) {
    return new Codec.TypeCodec() {
      @Override
      public long fingerprint() {
        return codec.fingerprint();
      }

      @Override
      public byte[] encode(Object value, int headroom) {
        mayThrow();
        return codec.encode(value, headroom);
      }

      @Override
      public Object decode(byte[] source, int offset, int length) {
        mayThrow();
        return codec.decode(source, offset, length);
      }
    };
  }
}
