package io.cacheaside.engine.plan;

import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.spi.InvalidationJournal.Row;
import java.util.Set;

/** A target and its row in the journal. */
public record Journaled(Row row, Target target) {

  /** Returns whether it still has to be delivered if these have to. */
  public boolean isAmong(Set<Target> targets) {
    return targets.contains(target) || targets.contains(new Whole(target.region()));
  }
}
