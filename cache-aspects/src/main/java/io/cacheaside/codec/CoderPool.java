package io.cacheaside.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Idle coders in an array, each thread starting its search at a place of its own. Unlike
 * thread-locals it costs virtual threads nothing: there are never more coders kept than places.
 */
final class CoderPool {
  private static final int STRIDE = 16; // places lie on cache lines of their own
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final AtomicReferenceArray<Coder> places;
  private final int mask;
  private final int maxPayload;

  /** {@code size} is a power of two. */
  CoderPool(int size, int maxPayload) {
    this.places = new AtomicReferenceArray<>(size * STRIDE);
    this.mask = size - 1;
    this.maxPayload = maxPayload;
  }

  Coder take() {
    int start = start();
    for (int i = 0; i <= mask; i++) {
      int place = ((start + i) & mask) * STRIDE;
      if (places.getPlain(place) != null) {
        Coder coder = places.getAndSet(place, null);
        if (coder != null) {
          return coder;
        }
      }
    }
    return new Coder(maxPayload);
  }

  void give(Coder coder) {
    int start = start();
    for (int i = 0; i <= mask; i++) {
      int place = ((start + i) & mask) * STRIDE;
      if (places.getPlain(place) == null && places.compareAndSet(place, null, coder)) {
        return;
      }
    }
  }

  /** Returns how many coders are idle. */
  int idle() {
    int idle = 0;
    for (int i = 0; i <= mask; i++) {
      idle += places.get(i * STRIDE) == null ? 0 : 1;
    }
    return idle;
  }

  private int start() {
    return (int) ((Thread.currentThread().getId() * GOLDEN_RATIO) >>> 40);
  }
}
