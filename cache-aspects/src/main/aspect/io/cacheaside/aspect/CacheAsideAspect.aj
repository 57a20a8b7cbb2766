package io.cacheaside.aspect;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.Load;
import java.lang.invoke.MethodHandles;
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
    Object[] arguments = {};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a): cached() && this(self) && args(a) {
    Object[] arguments = {a};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b): cached() && this(self) && args(a, b) {
    Object[] arguments = {a, b};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0], given[1]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c):
      cached() && this(self) && args(a, b, c) {
    Object[] arguments = {a, b, c};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0], given[1], given[2]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d):
      cached() && this(self) && args(a, b, c, d) {
    Object[] arguments = {a, b, c, d};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0], given[1], given[2], given[3]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e):
      cached() && this(self) && args(a, b, c, d, e) {
    Object[] arguments = {a, b, c, d, e};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0], given[1], given[2], given[3], given[4]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object self, Object a, Object b, Object c, Object d, Object e, Object f):
      cached() && this(self) && args(a, b, c, d, e, f) {
    Object[] arguments = {a, b, c, d, e, f};
    Object outcome = Advised.read(thisJoinPointStaticPart, self, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(self, given[0], given[1], given[2], given[3], given[4], given[5]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): cachedInClass() && args() {
    Object[] arguments = {};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed();
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a): cachedInClass() && args(a) {
    Object[] arguments = {a};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b): cachedInClass() && args(a, b) {
    Object[] arguments = {a, b};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0], given[1]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c): cachedInClass() && args(a, b, c) {
    Object[] arguments = {a, b, c};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0], given[1], given[2]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d): cachedInClass() && args(a, b, c, d) {
    Object[] arguments = {a, b, c, d};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0], given[1], given[2], given[3]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e):
      cachedInClass() && args(a, b, c, d, e) {
    Object[] arguments = {a, b, c, d, e};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0], given[1], given[2], given[3], given[4]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(Object a, Object b, Object c, Object d, Object e, Object f):
      cachedInClass() && args(a, b, c, d, e, f) {
    Object[] arguments = {a, b, c, d, e, f};
    Object outcome = Advised.read(thisJoinPointStaticPart, null, arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value = proceed(given[0], given[1], given[2], given[3], given[4], given[5]);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }

  /** More parameters than that: AspectJ collects them, and cannot proceed with others. */
  @SuppressAjWarnings("adviceDidNotMatch")
  Object around(): execution(@CacheAside * *(*, *, *, *, *, *, *, ..)) {
    Object[] arguments = thisJoinPoint.getArgs();
    Object outcome = Advised.read(thisJoinPointStaticPart, thisJoinPoint.getThis(), arguments);
    if (!(outcome instanceof Load)) {
      return outcome;
    }
    Load load = (Load) outcome;
    Object value;
    try {
      Object[] given =
          Advised.arguments(load, thisJoinPointStaticPart, arguments, MethodHandles.lookup());
      value =
          given == arguments
              ? proceed()
              : Advised.runBody(thisJoinPointStaticPart, thisJoinPoint.getThis(), given);
    } catch (Throwable failure) {
      return Advised.failed(load, failure);
    }
    return load.completed(value);
  }
}
