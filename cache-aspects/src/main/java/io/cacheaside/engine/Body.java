package io.cacheaside.engine;

import org.jspecify.annotations.Nullable;

/**
 * The body of an annotated method, which can be run apart from a call of the method: on another
 * thread, or once more. Threadsafe.
 */
public interface Body {
  /** One that cannot be run. */
  Body UNREACHABLE =
      new Body() {
        @Override
        public boolean isReachable() {
          return false;
        }

        @Override
        public Object run(@Nullable Object receiver, @Nullable Object[] arguments) {
          throw new IllegalStateException("this body cannot be run apart from a call");
        }
      };

  /**
   * Returns whether it can be run. If not, only the caller of the method can run it, in its call. A
   * later call may change that.
   */
  boolean isReachable();

  /**
   * Runs the body on the calling thread, past the cache, together with what other aspects have put
   * around it within the cache. It takes the monitor of a synchronized method: who is in a call of
   * that method must not wait for it.
   *
   * @param receiver the object, null if the method is static
   * @param arguments as many as the method has parameters
   * @return what the body returns, boxed; null if it returns nothing
   * @throws IllegalStateException if it is not {@linkplain #isReachable reachable}
   * @throws Throwable what the body throws, as it is
   */
  @Nullable Object run(@Nullable Object receiver, @Nullable Object[] arguments) throws Throwable;

  /**
   * Runs the body on the calling thread, in place of the call that the load was given to. Nothing
   * does so yet but tests: it is for asynchronous and bulk methods.
   *
   * @param arguments those of the call
   * @return what the call returns
   * @throws Throwable what the call throws
   */
  default @Nullable Object runFor(
      Load load, @Nullable Object receiver, @Nullable Object[] arguments) throws Throwable {
    Object value;
    try {
      value = run(receiver, load.arguments(arguments));
    } catch (Throwable failure) {
      return load.answerInstead(failure);
    }
    return load.completed(value);
  }
}
