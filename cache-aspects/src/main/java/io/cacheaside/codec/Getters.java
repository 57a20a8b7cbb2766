package io.cacheaside.codec;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The ways to read one member of an object, without boxing for the commonest primitives. Only the
 * one that fits the member's type is called.
 */
interface Getters {
  ToIntFunction<Object> ints();

  ToLongFunction<Object> longs();

  ToDoubleFunction<Object> doubles();

  Predicate<Object> booleans();

  Function<Object, Object> objects();

  /**
   * The getters of a method without parameters, as if written in source: half the time of a method
   * handle that is no constant. The idea of calling record accessors this way is common.
   */
  record OfMethod(MethodHandles.Lookup lookup, MethodHandle method) implements Getters {
    @Override
    @SuppressWarnings("unchecked")
    public ToIntFunction<Object> ints() {
      return (ToIntFunction<Object>) lambda(ToIntFunction.class, "applyAsInt", int.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public ToLongFunction<Object> longs() {
      return (ToLongFunction<Object>) lambda(ToLongFunction.class, "applyAsLong", long.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public ToDoubleFunction<Object> doubles() {
      return (ToDoubleFunction<Object>)
          lambda(ToDoubleFunction.class, "applyAsDouble", double.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Predicate<Object> booleans() {
      return (Predicate<Object>) lambda(Predicate.class, "test", boolean.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Function<Object, Object> objects() {
      return (Function<Object, Object>) lambda(Function.class, "apply", Object.class);
    }

    private Object lambda(Class<?> shape, String name, Class<?> result) {
      Class<?> owner = method.type().parameterType(0);
      Class<?> returned = method.type().wrap().returnType();
      MethodType actual = MethodType.methodType(result.isPrimitive() ? result : returned, owner);
      try {
        CallSite site =
            LambdaMetafactory.metafactory(
                lookup,
                name,
                MethodType.methodType(shape),
                MethodType.methodType(result, Object.class),
                method,
                actual);
        return site.getTarget().invoke();
      } catch (Throwable e) {
        throw new IllegalStateException("no lambda can be made of " + method, e);
      }
    }
  }

  /** The getters of a field or method, as far as handles can be called. */
  final class OfHandle implements Getters {
    private final MethodHandle getter;

    /** {@code getter} takes the owner. */
    OfHandle(MethodHandle getter) {
      this.getter = getter;
    }

    private MethodHandle as(Class<?> result) {
      return getter.asType(MethodType.methodType(result, Object.class));
    }

    @Override
    public ToIntFunction<Object> ints() {
      MethodHandle get = as(int.class);
      return owner -> {
        try {
          return (int) get.invokeExact(owner);
        } catch (Throwable e) {
          throw unreadable(e);
        }
      };
    }

    @Override
    public ToLongFunction<Object> longs() {
      MethodHandle get = as(long.class);
      return owner -> {
        try {
          return (long) get.invokeExact(owner);
        } catch (Throwable e) {
          throw unreadable(e);
        }
      };
    }

    @Override
    public ToDoubleFunction<Object> doubles() {
      MethodHandle get = as(double.class);
      return owner -> {
        try {
          return (double) get.invokeExact(owner);
        } catch (Throwable e) {
          throw unreadable(e);
        }
      };
    }

    @Override
    public Predicate<Object> booleans() {
      MethodHandle get = as(boolean.class);
      return owner -> {
        try {
          return (boolean) get.invokeExact(owner);
        } catch (Throwable e) {
          throw unreadable(e);
        }
      };
    }

    @Override
    public Function<Object, Object> objects() {
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
      return new IllegalStateException("a field or component cannot be read: " + e, e);
    }
  }
}
