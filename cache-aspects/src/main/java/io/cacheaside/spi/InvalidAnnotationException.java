package io.cacheaside.spi;

import java.util.List;

/**
 * An annotation says something that cannot work: the template names no parameter, the TTL is not a
 * duration, the return type cannot be cached. Thrown by {@code CacheAsideRuntime.install} with the
 * mistakes of all methods that it finds, and at each call of an {@code @Invalidate} method, before
 * its body runs. Reads never throw it: they run uncached, and the log says so once.
 */
public final class InvalidAnnotationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for one or more methods.
   *
   * @param problems each names the method, the finding and the fix; not empty
   */
  public InvalidAnnotationException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
