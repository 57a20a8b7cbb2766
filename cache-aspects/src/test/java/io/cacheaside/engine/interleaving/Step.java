package io.cacheaside.engine.interleaving;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the cache does next, without anybody else in between. A step holds what its
 * client knows, never changes, and may be taken in several worlds.
 */
@FunctionalInterface
interface Step {

  /** Takes the step; must not block. */
  CompletableFuture<Outcome> take(World world);

  /**
   * What came of a step.
   *
   * @param world as the step leaves it
   * @param did what was done and found, for a human
   * @param then the client's next step, or null if it is through
   * @param violation which promise the step broke, or null
   * @param silent whether the step wrote nothing to Redis and completed no invalidation, so that
   *     what was true of the entry before is true after it
   */
  record Outcome(
      World world, String did, @Nullable Step then, @Nullable String violation, boolean silent) {

    /** A step that may have changed the entry, or what is expected of it. */
    static Outcome then(World world, String did, @Nullable Step next) {
      return new Outcome(world, did, next, null, false);
    }

    /** A step that changes nothing in Redis. */
    static Outcome silently(World world, String did, @Nullable Step next) {
      return new Outcome(world, did, next, null, true);
    }

    static Outcome broken(World world, String did, String violation) {
      return new Outcome(world, did, null, violation, false);
    }
  }
}
