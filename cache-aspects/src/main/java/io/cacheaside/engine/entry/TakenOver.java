package io.cacheaside.engine.entry;

import io.cacheaside.engine.AnnotatedMethod;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A call that an interceptor has taken over, until the woven method within begins: that leaves the
 * cache to the interceptor, once for each of its annotations. A call of the same method from its
 * body is one of its own. Belongs to one thread.
 */
public final class TakenOver {
  private static final ThreadLocal<@Nullable TakenOver> CURRENT = new ThreadLocal<>();

  /** Whether there has ever been one: woven code asks no further before. */
  private static volatile boolean used;

  private final Method method;
  private final @Nullable Object[] arguments;
  private boolean read;
  private boolean write;

  private TakenOver(Method method, @Nullable Object[] arguments) {
    this.method = method;
    this.arguments = arguments;
  }

  /**
   * Says that what the calling thread does next is a call that has asked the cache.
   *
   * @return what was said before, for {@link #end}
   */
  public static @Nullable TakenOver begin(Method method, @Nullable Object[] arguments) {
    TakenOver outer = CURRENT.get();
    CURRENT.set(new TakenOver(method, arguments.clone()));
    if (!used) { // each call of woven code reads it
      used = true;
    }
    return outer;
  }

  /** Ends what began last. */
  public static void end(@Nullable TakenOver outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Returns whether the calling thread is within a call that was taken over. */
  public static boolean isWithin() {
    return used && CURRENT.get() != null;
  }

  /**
   * Returns whether a woven method that begins is the one that was taken over; each of its two
   * advices is told so once.
   *
   * @param writing whether it is the advice of invalidations that asks
   */
  public static boolean concerns(
      @Nullable AnnotatedMethod annotated, @Nullable Object[] given, boolean writing) {
    TakenOver current = CURRENT.get();
    return current != null && annotated != null && current.take(annotated.method(), given, writing);
  }

  private boolean take(Method begun, @Nullable Object[] given, boolean writing) {
    if ((writing ? write : read) || !begun.equals(method) || !isSame(given)) {
      return false;
    }
    if (writing) {
      write = true;
    } else {
      read = true;
    }
    return true;
  }

  /** The very same objects, or equal ones where they may be boxed anew. */
  private boolean isSame(@Nullable Object[] given) {
    boolean same = given.length == arguments.length;
    for (int i = 0; same && i < given.length; i++) {
      Object one = given[i];
      same = one == arguments[i] || (isBox(one) && one.equals(arguments[i]));
    }
    return same;
  }

  private static boolean isBox(@Nullable Object value) {
    return value instanceof Number || value instanceof Character || value instanceof Boolean;
  }
}
