package io.cacheaside.engine;

import io.cacheaside.spi.CachedMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code @Invalidate} annotations of one method, compiled once. Immutable.
 *
 * @param keys all keys, each with its region
 * @param fenced those of them that are also fenced before the method
 * @param clears the regions that are cleared as a whole
 */
record InvalidationPlan(
    CachedMethod method, List<KeyBinder> keys, List<KeyBinder> fenced, List<Region> clears) {

  /**
   * Returns what is known before the method runs. Keys that need its result are missing, and those
   * that cannot be computed, which its end will report.
   */
  Invalidations knownBefore(@Nullable Object receiver, @Nullable Object[] arguments) {
    Invalidations known = new Invalidations();
    clears.forEach(region -> known.clear(region, method));
    for (KeyBinder binder : keys) {
      if (!binder.needsResult()) {
        try {
          known.add(binder.region(), binder.bind(receiver, arguments, null), method);
        } catch (KeyFailure e) {
          // Maybe it can be computed when the method has ended.
        }
      }
    }
    return known;
  }
}
