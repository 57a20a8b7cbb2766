package io.cacheaside.engine;

import io.cacheaside.engine.Target.Whole;
import io.cacheaside.spi.InvalidationJournal.Row;
import java.util.Set;

/** A target and its row in the journal. */
record Journaled(Row row, Target target) {

  /** Returns whether it still has to be delivered if these have to. */
  boolean isAmong(Set<Target> targets) {
    return targets.contains(target) || targets.contains(new Whole(target.region()));
  }
}
