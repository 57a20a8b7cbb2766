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

  pointcut invalidating(): execution(@(Invalidate || Invalidations) !static * *(..));

  pointcut invalidatingInClass(): execution(@(Invalidate || Invalidations) static * *(..));

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self): invalidating() && this(self) && args() {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[0]);
    Object result;
    try {
      result = proceed(self);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a): invalidating() && this(self) && args(a) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a});
    Object result;
    try {
      result = proceed(self, a);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b): invalidating() && this(self) && args(a, b) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a, b});
    Object result;
    try {
      result = proceed(self, a, b);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c):
      invalidating() && this(self) && args(a, b, c) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a, b, c});
    Object result;
    try {
      result = proceed(self, a, b, c);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d):
      invalidating() && this(self) && args(a, b, c, d) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a, b, c, d});
    Object result;
    try {
      result = proceed(self, a, b, c, d);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e):
      invalidating() && this(self) && args(a, b, c, d, e) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a, b, c, d, e});
    Object result;
    try {
      result = proceed(self, a, b, c, d, e);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e, Object f):
      invalidating() && this(self) && args(a, b, c, d, e, f) {
    Object entered = Advised.entered(thisJoinPointStaticPart, self, new Object[] {a, b, c, d, e, f});
    Object result;
    try {
      result = proceed(self, a, b, c, d, e, f);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): invalidatingInClass() && args() {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[0]);
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a): invalidatingInClass() && args(a) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a});
    Object result;
    try {
      result = proceed(a);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b): invalidatingInClass() && args(a, b) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a, b});
    Object result;
    try {
      result = proceed(a, b);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c): invalidatingInClass() && args(a, b, c) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a, b, c});
    Object result;
    try {
      result = proceed(a, b, c);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d): invalidatingInClass() && args(a, b, c, d) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a, b, c, d});
    Object result;
    try {
      result = proceed(a, b, c, d);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e):
      invalidatingInClass() && args(a, b, c, d, e) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a, b, c, d, e});
    Object result;
    try {
      result = proceed(a, b, c, d, e);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e, Object f):
      invalidatingInClass() && args(a, b, c, d, e, f) {
    Object entered = Advised.entered(thisJoinPointStaticPart, null, new Object[] {a, b, c, d, e, f});
    Object result;
    try {
      result = proceed(a, b, c, d, e, f);
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }

  /** More parameters than that: AspectJ collects them. */
  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): execution(@(Invalidate || Invalidations) * *(*, *, *, *, *, *, *, ..)) {
    Object entered =
        Advised.entered(thisJoinPointStaticPart, thisJoinPoint.getThis(), thisJoinPoint.getArgs());
    Object result;
    try {
      result = proceed();
    } catch (Throwable failure) {
      Advised.threw(entered, failure);
      throw Advised.rethrown(failure);
    }
    return Advised.returned(entered, result);
  }
}
