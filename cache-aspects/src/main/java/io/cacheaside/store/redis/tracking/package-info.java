/**
 * What servers push: the ends of leases, and the generations of regions, which are kept until then.
 */
@NullMarked
package io.cacheaside.store.redis.tracking;

import org.jspecify.annotations.NullMarked;
