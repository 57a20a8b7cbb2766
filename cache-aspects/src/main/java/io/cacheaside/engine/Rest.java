package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import java.util.Comparator;
import java.util.List;

/** Keys whose invalidations failed together, and rest together. */
record Rest(long untilNanos, List<Key> keys) {
  static final Comparator<Rest> FIRST_TO_END =
      Comparator.comparing(Rest::untilNanos, (one, other) -> Long.signum(one - other));
}
