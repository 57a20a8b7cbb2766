/**
 * Whether a server still has what another one acknowledged: replication ids, offsets, and the
 * acknowledgements of replicas.
 */
@NullMarked
package io.cacheaside.store.redis.history;

import org.jspecify.annotations.NullMarked;
