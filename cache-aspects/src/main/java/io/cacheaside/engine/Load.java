package io.cacheaside.engine;

import org.jspecify.annotations.Nullable;

/**
 * The duty to run the method body, given to a caller who did not get its value from the cache. It
 * is told the outcome exactly once, on the thread that asked.
 */
public abstract class Load {
  /** The load of a method that is not cached at all. */
  public static final Load UNCACHED = new Load() {};

  Load() {}

  /**
   * Takes the value that the method returned.
   *
   * @return the same value, for the caller
   */
  public @Nullable Object completed(@Nullable Object value) {
    return value;
  }

  /** Takes what the method threw; the caller throws it on. */
  public void failed(Throwable failure) {}

  /**
   * Takes what the method threw, in place of {@link #failed}.
   *
   * @return the value that the caller gets instead
   * @throws Throwable the failure, if there is none; so it nearly always is
   */
  public @Nullable Object answerInstead(Throwable failure) throws Throwable {
    failed(failure);
    throw failure;
  }
}
