package io.cacheaside.engine.entry;

import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.key.Names;
import io.cacheaside.key.Suggestion;
import io.cacheaside.key.WrittenKey;
import io.cacheaside.spi.CachedMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application invalidates without an annotated method: the plans of such calls.
 * Threadsafe.
 */
final class ByHand {
  private static final Logger LOG = LoggerFactory.getLogger(ByHand.class);
  private static final String CALLED = "io.cacheaside.CacheAsideRuntime";

  private final PlanCompiler compiler;

  /** Those of the methods that the start has found; empty if it has not looked. */
  private volatile Set<String> found = Set.of();

  ByHand(PlanCompiler compiler) {
    this.compiler = compiler;
  }

  /** Takes for the regions of the application what the start has found. */
  void wereFound(PlanCheck check) {
    found = check.regions();
  }

  /**
   * Returns the plan of a call that invalidates one key.
   *
   * @throws IllegalArgumentException if no region has that name or no template makes that text
   */
  InvalidationPlan invalidate(String region, String keyText) {
    check(region, WrittenKey.problem(keyText));
    return compiler.ofKey(
        new CachedMethod(CALLED, "invalidate", "String, String", region), region, keyText);
  }

  /**
   * Returns the plan of a call that clears a region.
   *
   * @throws IllegalArgumentException if no region has that name
   */
  InvalidationPlan clear(String region) {
    check(region, null);
    return compiler.clearing(new CachedMethod(CALLED, "clear", "String", region), Set.of(region));
  }

  private void check(String region, @Nullable String problem) {
    if (!Names.isValid(region)) {
      throw new IllegalArgumentException(
          "region \"" + region + "\" is not a name; use " + Names.ALLOWED);
    }
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    warnOfUnknown(region);
  }

  /** Says it once, as the region is known from then on. */
  private void warnOfUnknown(String region) {
    if (found.isEmpty() || found.contains(region)) {
      return;
    }
    Set<String> all = new TreeSet<>(compiler.regionNames());
    all.addAll(found);
    if (all.add(region)) {
      List<String> others = new ArrayList<>(all);
      others.remove(region);
      LOG.warn(
          "region \"{}\", in which the application invalidates by hand, is not that of an annotated"
              + " method or of the configuration, so probably nothing is removed; {} (said once)",
          region,
          Suggestion.among(region, others));
    }
  }
}
