package io.cacheaside.aspect;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.Load;
import org.aspectj.lang.annotation.SuppressAjWarnings;

/**
 * Answers calls of {@code @CacheAside} methods from the cache. One advice for each number of
 * parameters, with and without a receiver, all alike; see the package's description for the reason.
 */
public aspect CacheAsideAspect {
  pointcut cached(): execution(@CacheAside !static * *(..));

  pointcut cachedInClass(): execution(@CacheAside static * *(..));

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self): cached() && this(self) && args() {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[0]);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a): cached() && this(self) && args(a) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b): cached() && this(self) && args(a, b) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a, b});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a, b);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c):
      cached() && this(self) && args(a, b, c) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a, b, c});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a, b, c);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d):
      cached() && this(self) && args(a, b, c, d) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a, b, c, d});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a, b, c, d);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e):
      cached() && this(self) && args(a, b, c, d, e) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a, b, c, d, e});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a, b, c, d, e);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e, Object f):
      cached() && this(self) && args(a, b, c, d, e, f) {
    Object outcome = Advised.read(thisJoinPointStaticPart, self, new Object[] {a, b, c, d, e, f});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(self, a, b, c, d, e, f);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): cachedInClass() && args() {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[0]);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed();
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a): cachedInClass() && args(a) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b): cachedInClass() && args(a, b) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a, b});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a, b);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c): cachedInClass() && args(a, b, c) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a, b, c});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a, b, c);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d): cachedInClass() && args(a, b, c, d) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a, b, c, d});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a, b, c, d);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e):
      cachedInClass() && args(a, b, c, d, e) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a, b, c, d, e});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a, b, c, d, e);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e, Object f):
      cachedInClass() && args(a, b, c, d, e, f) {
    Object outcome = Advised.read(thisJoinPointStaticPart, null, new Object[] {a, b, c, d, e, f});
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed(a, b, c, d, e, f);
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }

  /** More parameters than that: AspectJ collects them. */
  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): execution(@CacheAside * *(*, *, *, *, *, *, *, ..)) {
    Object outcome =
        Advised.read(thisJoinPointStaticPart, thisJoinPoint.getThis(), thisJoinPoint.getArgs());
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Object value;
    try {
      value = proceed();
    } catch (Throwable failure) {
      return Advised.failed((Load) outcome, failure);
    }
    return ((Load) outcome).completed(value);
  }
}
