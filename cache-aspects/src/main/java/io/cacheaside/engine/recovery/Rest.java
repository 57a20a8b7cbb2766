package io.cacheaside.engine.recovery;

import io.cacheaside.engine.region.Target;
import java.util.Comparator;
import java.util.List;

/** Targets whose invalidations failed together, and rest together. */
record Rest(long untilNanos, List<Target> targets) {
  static final Comparator<Rest> FIRST_TO_END =
      Comparator.comparing(Rest::untilNanos, (one, other) -> Long.signum(one - other));
}
