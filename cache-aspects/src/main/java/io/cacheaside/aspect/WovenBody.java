package io.cacheaside.aspect;

import io.cacheaside.engine.Body;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * The body of a woven method, run through what the weaver has put into its class: see {@link
 * WovenForm}. Other aspects within the cache run with it, those around the cache do not, and
 * nothing is bound to the thread.
 *
 * <p>Not reachable where that method is not sure, or in a module that neither opens the package nor
 * has handed over its lookup yet; only inlined advice does that.
 */
final class WovenBody implements Body {
  private final Method method;
  private final JoinPoint.StaticPart joinPoint;

  private volatile @Nullable Lookup woven;
  private volatile @Nullable Way way;
  private volatile boolean looked;

  WovenBody(Method method, JoinPoint.StaticPart joinPoint) {
    this.method = method;
    this.joinPoint = joinPoint;
  }

  /** Takes a lookup, which is of use if it is of the class that was woven. */
  void reachThrough(Lookup lookup) {
    if (woven == null && lookup.lookupClass() == method.getDeclaringClass()) {
      woven = lookup;
      looked = false;
    }
  }

  @Override
  public boolean isReachable() {
    return way() != null;
  }

  @Override
  public @Nullable Object run(@Nullable Object receiver, @Nullable Object[] arguments)
      throws Throwable {
    Way known = way();
    if (known == null) {
      throw new IllegalStateException(
          method + ": its body cannot be run apart from a call of the method");
    }
    if (!Modifier.isSynchronized(method.getModifiers())) {
      return known.run(joinPoint, receiver, arguments);
    }
    synchronized (receiver == null ? method.getDeclaringClass() : receiver) { // as a call does
      return known.run(joinPoint, receiver, arguments);
    }
  }

  private @Nullable Way way() {
    Way known = way;
    if (known != null || looked) {
      return known;
    }
    looked = true; // before the lookup is read: one that comes now makes this false again
    Way found;
    try {
      found = find();
    } catch (Throwable e) {
      looked = false; // the search is not over, so the next one looks
      throw e;
    }
    if (found != null) {
      way = found;
    }
    return found;
  }

  private @Nullable Way find() {
    try {
      WovenForm form = WovenForm.find(method);
      return form == null ? null : new Way(form, form.handle(lookup()));
    } catch (IllegalAccessException | LinkageError | RuntimeException e) {
      return null; // then the caller runs it
    }
  }

  private Lookup lookup() throws IllegalAccessException {
    Lookup handedOver = woven;
    if (handedOver != null) {
      return handedOver;
    }
    Class<?> type = method.getDeclaringClass();
    WovenBody.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private record Way(WovenForm form, MethodHandle handle) {
    @Nullable Object run(
        JoinPoint.StaticPart joinPoint, @Nullable Object receiver, @Nullable Object[] arguments)
        throws Throwable {
      return handle.invoke(form.values(joinPoint, receiver, arguments));
    }
  }
}
