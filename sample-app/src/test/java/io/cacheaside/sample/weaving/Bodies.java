package io.cacheaside.sample.weaving;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often method bodies ran. */
final class Bodies {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Bodies() {}

  static <T> T ran(T result) {
    COUNT.incrementAndGet();
    return result;
  }

  static int count() {
    return COUNT.get();
  }
}
