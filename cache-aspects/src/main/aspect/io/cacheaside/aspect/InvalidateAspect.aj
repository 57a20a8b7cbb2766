package io.cacheaside.aspect;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidations;
import org.aspectj.lang.annotation.SuppressAjWarnings;

/**
 * Invalidates after calls of {@code @Invalidate} methods, whether they returned or threw. On a
 * method that is also {@code @CacheAside} it acts for hits as well, so it lies outside.
 */
public aspect InvalidateAspect {
  declare precedence: InvalidateAspect, CacheAsideAspect;

  pointcut invalidating(): execution(@(Invalidate || Invalidations) * *(..));

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): invalidating() && args() {
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[0], failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[0], result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a): invalidating() && args(a) {
    Object result;
    try {
      result = proceed(a);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a}, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b): invalidating() && args(a, b) {
    Object result;
    try {
      result = proceed(a, b);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a, b}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a, b}, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c): invalidating() && args(a, b, c) {
    Object result;
    try {
      result = proceed(a, b, c);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a, b, c}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a, b, c}, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d): invalidating() && args(a, b, c, d) {
    Object result;
    try {
      result = proceed(a, b, c, d);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a, b, c, d}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a, b, c, d}, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e): invalidating() && args(a, b, c, d, e) {
    Object result;
    try {
      result = proceed(a, b, c, d, e);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a, b, c, d, e}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a, b, c, d, e}, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e, Object f): invalidating() && args(a, b, c, d, e, f) {
    Object result;
    try {
      result = proceed(a, b, c, d, e, f);
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, new Object[] {a, b, c, d, e, f}, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, new Object[] {a, b, c, d, e, f}, result);
    return result;
  }

  /** More parameters than that: AspectJ collects them. */
  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): execution(@(Invalidate || Invalidations) * *(*, *, *, *, *, *, *, ..)) {
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(thisJoinPointStaticPart, thisJoinPoint.getArgs(), failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(thisJoinPointStaticPart, thisJoinPoint.getArgs(), result);
    return result;
  }
}
