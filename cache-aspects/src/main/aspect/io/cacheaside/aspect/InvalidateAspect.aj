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

  /** Where Spring weaves transactions, the commit comes before the invalidation. */
  declare precedence: InvalidateAspect, *..AnnotationTransactionAspect;

  pointcut invalidating(): execution(@(Invalidate || Invalidations) * *(..));

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): invalidating() && args() {
    Object[] arguments = new Object[0];
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a): invalidating() && args(a) {
    Object[] arguments = new Object[] {a};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b): invalidating() && args(a, b) {
    Object[] arguments = new Object[] {a, b};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a, b);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c): invalidating() && args(a, b, c) {
    Object[] arguments = new Object[] {a, b, c};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a, b, c);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d): invalidating() && args(a, b, c, d) {
    Object[] arguments = new Object[] {a, b, c, d};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a, b, c, d);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e): invalidating() && args(a, b, c, d, e) {
    Object[] arguments = new Object[] {a, b, c, d, e};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a, b, c, d, e);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e, Object f): invalidating() && args(a, b, c, d, e, f) {
    Object[] arguments = new Object[] {a, b, c, d, e, f};
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed(a, b, c, d, e, f);
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }

  /** More parameters than that: AspectJ collects them. */
  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): execution(@(Invalidate || Invalidations) * *(*, *, *, *, *, *, *, ..)) {
    Object[] arguments = thisJoinPoint.getArgs();
    Object entered = Advised.entered(thisJoinPointStaticPart, arguments);
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(entered, thisJoinPointStaticPart, arguments, failure);
      throw Advised.rethrown(failure);
    }
    Advised.returned(entered, thisJoinPointStaticPart, arguments, result);
    return result;
  }
}
