package io.cacheaside.engine.region;

import io.cacheaside.spi.Key;

/**
 * What a write has to know of a region.
 *
 * @param name as in the annotations
 * @param generationKey where the store keeps the generation
 * @param settleMillis how long values stay in quarantine after an invalidation, 0 for not at all
 * @param fenceMillis how long a fence stands at most, more than 0
 */
public record Region(String name, Key generationKey, long settleMillis, long fenceMillis) {}
