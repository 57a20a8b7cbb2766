package io.cacheaside.spring;

import org.jspecify.annotations.Nullable;

/** The cache cannot start; the message says why, and what to do. */
final class CacheStartException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CacheStartException(String message) {
    super(message);
  }

  CacheStartException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
