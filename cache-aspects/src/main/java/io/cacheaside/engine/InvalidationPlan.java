package io.cacheaside.engine;

import io.cacheaside.spi.CachedMethod;
import java.util.List;

/**
 * The {@code @Invalidate} annotations of one method, compiled once. Immutable.
 *
 * @param keys all keys, each with its region
 * @param fenced those of them that are also fenced before the method
 * @param clears the regions that are cleared as a whole
 */
record InvalidationPlan(
    CachedMethod method, List<KeyBinder> keys, List<KeyBinder> fenced, List<Region> clears) {}
