package io.cacheaside.aspect;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Body;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.TakenOver;
import io.cacheaside.engine.entry.Write;
import java.lang.invoke.MethodHandles;
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
  /** In the classes themselves, so that they can be unloaded while this class stays. */
  private static final ClassValue<ConcurrentHashMap<JoinPoint.StaticPart, CallSite>> SITES =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<JoinPoint.StaticPart, CallSite> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private static final KnownSites KNOWN = new KnownSites();
  private static final AtomicBoolean WARNED_OF_EARLY_CALLS = new AtomicBoolean();

  /** Last: to make it may run code of the application, which may be woven. */
  private static final Logger LOG = LoggerFactory.getLogger(Advised.class);

  private Advised() {}

  /**
   * Begins a call of a {@code @CacheAside} method.
   *
   * @param joinPoint the method; null while its class has not begun to initialize, because a
   *     superclass or an interface of it still does. Then it is not cached.
   * @param receiver the object that the method was called on, null if it is static
   * @return the cached value, or a {@link Load}: then the body has to run, and the load is told how
   *     it ended
   */
  public static @Nullable Object read(
      JoinPoint.@Nullable StaticPart joinPoint,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    if (isTakenOver(joinPoint, arguments, false)) {
      return Load.UNCACHED;
    }
    CacheEngine engine = CacheEngine.installed();
    if (engine == null) {
      if (!(joinPoint instanceof BodyRun)) {
        UncachedWarning.say(joinPoint);
      }
      return Load.UNCACHED;
    }
    if (joinPoint == null) {
      warnOfEarlyCallsOnce();
      return Load.UNCACHED;
    }
    CallSite site = KNOWN.get(joinPoint);
    if (site == null) {
      if (joinPoint instanceof BodyRun) {
        return Load.UNCACHED;
      }
      site = unknownSite(joinPoint);
    }
    try {
      return engine.read(site, receiver, arguments);
    } catch (Throwable failure) {
      throw rethrown(failure);
    }
  }

  /**
   * Says what to run the body with. Woven code asks once for each load, before the body.
   *
   * @param joinPoint the one that {@link #read} was given
   * @param arguments those of the call
   * @param woven the lookup of the class that the advice was inlined into; with it the body can be
   *     run apart from the call, even if its module opens nothing
   * @return the same array, or another one of the same length
   */
  public static @Nullable Object[] arguments(
      Load load,
      JoinPoint.@Nullable StaticPart joinPoint,
      @Nullable Object[] arguments,
      MethodHandles.Lookup woven) {
    if (load == Load.UNCACHED || joinPoint == null) {
      return arguments;
    }
    try {
      if (site(joinPoint).body() instanceof WovenBody body) {
        body.reachThrough(woven);
      }
    } catch (Throwable e) {
      // Another load hands the lookup over; the body of this one runs all the same.
    }
    return load.arguments(arguments);
  }

  /**
   * Runs the body with arguments that the advice cannot hand to it, because there are too many.
   *
   * @param joinPoint the one that {@link #read} was given
   * @throws IllegalStateException if the body is not {@linkplain Body#isReachable reachable}
   */
  public static @Nullable Object runBody(
      JoinPoint.StaticPart joinPoint, @Nullable Object receiver, @Nullable Object[] arguments) {
    try {
      return site(joinPoint).body().run(receiver, arguments);
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
   * @param joinPoint the method; null while its class has not begun to initialize. It is looked for
   *     on the stack then.
   * @param receiver the object that the method was called on, null if it is static
   * @return what the end of the call is told; null if there is nothing to do
   */
  public static @Nullable Object entered(
      JoinPoint.@Nullable StaticPart joinPoint,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    if (isTakenOver(joinPoint, arguments, true)) {
      return null;
    }
    CacheEngine engine = CacheEngine.installed();
    if (engine == null) {
      UncachedWarning.say(joinPoint);
      return null;
    }
    CallSite site = joinPoint == null ? siteOfEarlyCall() : site(joinPoint);
    return site == null ? null : Write.begin(engine, site, receiver, arguments);
  }

  /**
   * Ends a call of an {@code @Invalidate} method that returned.
   *
   * @return what the call returns; the same value, if nothing was put into its place
   */
  public static @Nullable Object returned(@Nullable Object entered, @Nullable Object result) {
    if (entered instanceof Write write) {
      try {
        return write.returned(result);
      } catch (VirtualMachineError e) {
        // The method has returned. The engine looks after a write without an end.
      }
    }
    return result;
  }

  /** Ends a call of an {@code @Invalidate} method that threw; what it threw stays the outcome. */
  public static void threw(@Nullable Object entered, Throwable failure) {
    if (entered instanceof Write write) {
      try {
        write.ended(null, false);
      } catch (Throwable second) {
        suppress(failure, second);
      }
    }
  }

  private static void suppress(Throwable failure, Throwable second) {
    try {
      if (second != failure) {
        failure.addSuppressed(second);
      }
    } catch (Throwable unsaid) {
      // What the method threw stays the outcome; the engine looks after a write without an end.
    }
  }

  /** Whether an interceptor around the call does what the advice would do. */
  private static boolean isTakenOver(
      JoinPoint.@Nullable StaticPart joinPoint, @Nullable Object[] arguments, boolean writing) {
    return TakenOver.isWithin()
        && joinPoint != null
        && !(joinPoint instanceof BodyRun)
        && TakenOver.concerns(site(joinPoint).method(), arguments, writing);
  }

  private static CallSite site(JoinPoint.StaticPart joinPoint) {
    CallSite known = KNOWN.get(joinPoint);
    return known != null ? known : unknownSite(joinPoint);
  }

  private static CallSite unknownSite(JoinPoint.StaticPart joinPoint) {
    return KNOWN.add(joinPoint, siteInClass(joinPoint));
  }

  private static CallSite siteInClass(JoinPoint.StaticPart joinPoint) {
    return SITES
        .get(joinPoint.getSignature().getDeclaringType())
        .computeIfAbsent(joinPoint, Advised::newSite);
  }

  private static CallSite newSite(JoinPoint.StaticPart joinPoint) {
    MethodSignature signature = (MethodSignature) joinPoint.getSignature();
    try {
      Method method = signature.getMethod();
      return new CallSite(
          new AnnotatedMethod(method, parameterNames(method, signature)),
          new WovenBody(method, joinPoint));
    } catch (LinkageError | TypeNotPresentException e) { // of any method of the class
      return HiddenMethod.site(signature, e);
    }
  }

  private static @Nullable CallSite siteOfEarlyCall() {
    warnOfEarlyCallsOnce();
    AnnotatedMethod method = RunningMethod.find();
    if (method == null) {
      LOG.error(
          "an @Invalidate method was called before its class was initialized, and the stack does"
              + " not show which: its entries stay until their TTL ends");
    }
    return method == null ? null : new CallSite(method);
  }

  private static void warnOfEarlyCallsOnce() {
    if (WARNED_OF_EARLY_CALLS.compareAndSet(false, true)) {
      LOG.warn(
          "an annotated method was called while a superclass or an interface of its class"
              + " initializes: such calls are not cached, and an @Invalidate clears the region if"
              + " the class was compiled without -parameters. Reported once.",
          new Throwable("the call"));
    }
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
