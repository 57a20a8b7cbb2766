package io.cacheaside.engine;

import io.cacheaside.spi.CachedMethod;
import java.util.List;

/** The {@code @Invalidate} annotations of one method, compiled once. Immutable. */
record InvalidationPlan(CachedMethod method, List<KeyBinder> keys) {}
