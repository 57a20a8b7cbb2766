package io.cacheaside.interception;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.aspect.Advised;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.TakenOver;
import io.cacheaside.spi.InvalidAnnotationException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method, for interceptors around its calls: each call does what woven code does for
 * {@code @CacheAside} and {@code @Invalidate}. It stays with the runtime that made it, whatever is
 * in force; when that is closed, calls run as if the method was not annotated.
 *
 * <p>If the method has a body that is woven, the woven code takes no part in a call that came
 * through here, so an interceptor may lie further outside: around a transaction. Threadsafe.
 */
public final class Interception {
  private final CacheEngine engine;
  private final Method method;
  private final CallSite site;
  private final boolean reads;
  private final boolean writes;

  /** What is left of a call: the interceptors within, and the method itself. */
  @FunctionalInterface
  public interface Proceed {

    /**
     * Goes on with the call.
     *
     * @param arguments those to go on with; nearly always the array that the call was given
     * @return what the method returns
     * @throws Throwable what the method throws, as it is
     */
    @Nullable Object with(@Nullable Object[] arguments) throws Throwable;
  }

  /**
   * Creates one for a method that carries annotations itself.
   *
   * @throws InvalidAnnotationException with all that is wrong with them
   */
  Interception(CacheEngine engine, AnnotatedMethod annotated) {
    this.engine = engine;
    this.method = annotated.method();
    this.site = new CallSite(annotated);
    this.reads = method.isAnnotationPresent(CacheAside.class);
    this.writes = method.getAnnotationsByType(Invalidate.class).length > 0;
    engine.check(annotated);
  }

  /** Returns the annotated method, which may be an override of the one that was asked for. */
  public Method method() {
    return method;
  }

  /**
   * Makes a call.
   *
   * @param receiver the object that is called, for keys with {@code this}; null if the method is
   *     static
   * @param arguments as many as the method has parameters
   * @param body called at most once, on this thread
   * @return what the call returns: a hit, or what the method returned
   * @throws Throwable what the method threw, in this call or in one that loaded for it
   */
  public @Nullable Object call(
      @Nullable Object receiver, @Nullable Object[] arguments, Proceed body) throws Throwable {
    if (engine.isClosed()) {
      return body.with(arguments);
    }
    if (!writes) {
      return read(receiver, arguments, body);
    }
    Object entered = engine.writeBegins(site, receiver, arguments);
    Object result;
    try {
      result = reads ? read(receiver, arguments, body) : run(arguments, body);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw failure;
    }
    return Advised.returned(entered, result);
  }

  private @Nullable Object read(
      @Nullable Object receiver, @Nullable Object[] arguments, Proceed body) throws Throwable {
    Object outcome = engine.read(site, receiver, arguments);
    if (!(outcome instanceof Load load)) {
      return outcome;
    }
    Object value;
    try {
      value = run(load.arguments(arguments), body);
    } catch (Throwable failure) {
      return load.answerInstead(failure);
    }
    return load.completed(value);
  }

  private @Nullable Object run(@Nullable Object[] arguments, Proceed body) throws Throwable {
    TakenOver outer = TakenOver.begin(method, arguments);
    try {
      return body.with(arguments);
    } finally {
      TakenOver.end(outer);
    }
  }

  /** Returns for example {@code interception of shop.Users.find(long)}. */
  @Override
  public String toString() {
    return "interception of " + new AnnotatedMethod(method, List.of()).inRegion("");
  }
}
