/**
 * Regions, the keys they own in the store, and what can be invalidated: an entry, or a whole
 * region.
 */
@NullMarked
package io.cacheaside.engine.region;

import org.jspecify.annotations.NullMarked;
