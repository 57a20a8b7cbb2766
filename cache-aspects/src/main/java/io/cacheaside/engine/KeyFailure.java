package io.cacheaside.engine;

import io.cacheaside.spi.Key;

/** The key of a call cannot be computed: a property of an argument threw. */
final class KeyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stands for the key in what listeners are told. */
  static final Key NO_KEY = Key.of("");

  KeyFailure(Throwable cause) {
    super(cause);
  }
}
