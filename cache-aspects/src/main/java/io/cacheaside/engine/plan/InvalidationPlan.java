package io.cacheaside.engine.plan;

import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.support.Survived;
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
public record InvalidationPlan(
    CachedMethod method, List<KeyBinder> keys, List<KeyBinder> fenced, List<Region> clears) {

  /**
   * Adds what is known before the method has ended. Keys that need its result are missing. Where an
   * {@link Error} keeps one from being computed, its region is cleared.
   *
   * @return whether the others could be computed; maybe they can when the method has ended
   */
  boolean addKnown(@Nullable Object receiver, @Nullable Object[] arguments, Invalidations known) {
    boolean complete = true;
    clears.forEach(region -> known.clear(region, method));
    for (KeyBinder binder : keys) {
      if (!binder.needsResult()) {
        try {
          binder.addTo(known, receiver, arguments, null, method);
        } catch (KeyFailure e) {
          complete = false;
        } catch (Throwable e) {
          complete = false;
          known.clear(binder.region(), method); // the key of before stays unknown
          Survived.say(method + ": a key was not computed, so its region is cleared", e);
        }
      }
    }
    return complete;
  }
}
