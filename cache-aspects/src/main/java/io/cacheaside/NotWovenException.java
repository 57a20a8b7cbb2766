package io.cacheaside;

/**
 * Annotated methods are not woven, so their annotations would do nothing: it stops the start, or
 * the test run. The message lists the methods and says what to add to the build.
 */
public final class NotWovenException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NotWovenException(String message) {
    super(message);
  }
}
