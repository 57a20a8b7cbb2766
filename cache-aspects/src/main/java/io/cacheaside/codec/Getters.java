package io.cacheaside.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The ways to read one field of an object, without boxing for the commonest primitives. Only the
 * one that fits the field's type is called.
 */
final class Getters {
  private final MethodHandle getter;

  /** {@code getter} takes the owner. */
  Getters(MethodHandle getter) {
    this.getter = getter;
  }

  private MethodHandle as(Class<?> result) {
    return getter.asType(MethodType.methodType(result, Object.class));
  }

  ToIntFunction<Object> ints() {
    MethodHandle get = as(int.class);
    return owner -> {
      try {
        return (int) get.invokeExact(owner);
      } catch (Throwable e) {
        throw unreadable(e);
      }
    };
  }

  ToLongFunction<Object> longs() {
    MethodHandle get = as(long.class);
    return owner -> {
      try {
        return (long) get.invokeExact(owner);
      } catch (Throwable e) {
        throw unreadable(e);
      }
    };
  }

  ToDoubleFunction<Object> doubles() {
    MethodHandle get = as(double.class);
    return owner -> {
      try {
        return (double) get.invokeExact(owner);
      } catch (Throwable e) {
        throw unreadable(e);
      }
    };
  }

  Predicate<Object> booleans() {
    MethodHandle get = as(boolean.class);
    return owner -> {
      try {
        return (boolean) get.invokeExact(owner);
      } catch (Throwable e) {
        throw unreadable(e);
      }
    };
  }

  Function<Object, Object> objects() {
    MethodHandle get = as(Object.class);
    return owner -> {
      try {
        return (Object) get.invokeExact(owner);
      } catch (Throwable e) {
        throw unreadable(e);
      }
    };
  }

  private static IllegalStateException unreadable(Throwable e) {
    return new IllegalStateException("a field cannot be read: " + Thrown.text(e), e);
  }
}
