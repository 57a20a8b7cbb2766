package io.cacheaside.engine;

import org.jspecify.annotations.Nullable;

/**
 * The duty to run the method body, given to a caller who did not get its value from the cache. It
 * is asked for the arguments, and then told the outcome, once each, by the thread that runs the
 * body.
 */
public abstract class Load {
  /** The load of a method that is not cached at all. */
  public static final Load UNCACHED = new Load() {};

  /** For subclasses of ours: other weavers get loads, and make none. */
  protected Load() {}

  /**
   * Returns what to run the body with.
   *
   * @param arguments those of the call
   * @return the same array, or another one with as many values of the same types
   */
  public @Nullable Object[] arguments(@Nullable Object[] arguments) {
    return arguments;
  }

  /**
   * Takes the value that the body returned.
   *
   * @return what the call returns; the same value, if nothing was put into its place
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
