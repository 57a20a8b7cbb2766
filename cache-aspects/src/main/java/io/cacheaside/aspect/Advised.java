package io.cacheaside.aspect;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.CacheEngine;
import io.cacheaside.engine.CallSite;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.Write;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What woven code calls. Binary API: compiled into the users' classes, so no signature here ever
 * changes. Not meant to be called by hand. Threadsafe.
 */
public final class Advised {
  private static final Logger LOG = LoggerFactory.getLogger(Advised.class);
  private static final ConcurrentHashMap<JoinPoint.StaticPart, CallSite> SITES =
      new ConcurrentHashMap<>();
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private Advised() {}

  /**
   * Begins a call of a {@code @CacheAside} method.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @return the cached value, or a {@link Load}: then the body has to run, and the load is told how
   *     it ended
   */
  public static @Nullable Object read(
      JoinPoint.StaticPart joinPoint, @Nullable Object receiver, @Nullable Object[] arguments) {
    CacheEngine engine = CacheEngine.installed();
    if (engine == null) {
      warnOnce();
      return Load.UNCACHED;
    }
    try {
      return engine.read(site(joinPoint), receiver, arguments);
    } catch (Throwable failure) {
      throw rethrown(failure);
    }
  }

  /**
   * Ends a load whose body threw.
   *
   * @return what the call returns all the same; nearly always it throws what the body threw
   */
  public static @Nullable Object failed(Load load, Throwable failure) {
    try {
      return load.answerInstead(failure);
    } catch (Throwable same) {
      throw rethrown(same);
    }
  }

  /**
   * Begins a call of an {@code @Invalidate} method: a wrong annotation stops it before the body
   * writes anything, and the transaction that it is in does not see the entries any more.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @return what the end of the call is told; null if there is nothing to do
   */
  public static @Nullable Object entered(
      JoinPoint.StaticPart joinPoint, @Nullable Object receiver, @Nullable Object[] arguments) {
    CacheEngine engine = CacheEngine.installed();
    if (engine == null) {
      warnOnce();
      return null;
    }
    return engine.writeBegins(site(joinPoint), receiver, arguments);
  }

  /** Ends a call of an {@code @Invalidate} method that returned. */
  public static void returned(@Nullable Object entered, @Nullable Object result) {
    if (entered instanceof Write write) {
      write.ended(result, true);
    }
  }

  /** Ends a call of an {@code @Invalidate} method that threw; what it threw stays the outcome. */
  public static void threw(@Nullable Object entered, Throwable failure) {
    if (entered instanceof Write write) {
      try {
        write.ended(null, false);
      } catch (RuntimeException | LinkageError | AssertionError second) {
        failure.addSuppressed(second);
      }
    }
  }

  private static CallSite site(JoinPoint.StaticPart joinPoint) {
    CallSite known = SITES.get(joinPoint);
    return known != null ? known : SITES.computeIfAbsent(joinPoint, Advised::newSite);
  }

  private static CallSite newSite(JoinPoint.StaticPart joinPoint) {
    MethodSignature signature = (MethodSignature) joinPoint.getSignature();
    Method method = signature.getMethod();
    return new CallSite(new AnnotatedMethod(method, parameterNames(method, signature)));
  }

  /**
   * The names come from the {@code -parameters} option if it was used, else from the debug
   * information, which AspectJ has read.
   */
  private static List<String> parameterNames(Method method, MethodSignature signature) {
    List<String> names = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      if (!parameter.isNamePresent()) {
        return Arrays.asList(signature.getParameterNames());
      }
      names.add(parameter.getName());
    }
    return names;
  }

  private static void warnOnce() {
    if (WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "no CacheAsideRuntime is installed: annotated methods run without a cache. Call"
              + " CacheAsideRuntime.install(...) at start-up; in tests this may be what you want.");
    }
  }

  /**
   * Throws what the method threw, checked or not, as it is.
   *
   * @return never; lets the caller write {@code throw}
   */
  public static RuntimeException rethrown(Throwable failure) {
    throw Advised.<RuntimeException>unchecked(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }
}
