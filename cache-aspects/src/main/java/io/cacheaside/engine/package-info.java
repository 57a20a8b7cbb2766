/**
 * The two paths. {@link io.cacheaside.engine.CacheEngine} is the door for woven code; {@code
 * ReadPath} and {@code WritePath} are what happens behind it, each readable from top to bottom.
 *
 * <p>Around the read path: {@code MethodPlan} is the annotation compiled once, {@code ReadDecision}
 * says what a record is good for, {@code Flights} are the loads of this JVM under a lease, {@code
 * Populating} ends them, {@code DirectLoads} are the loads past the cache. Around the write path:
 * {@code UndeliveredTargets} are the invalidations that the store has not acknowledged, {@code
 * InvalidationRecovery} delivers them. Beside both: {@code Transactions} keeps what a transaction
 * invalidates until it has ended, and what it loads from others.
 */
@NullMarked
package io.cacheaside.engine;

import org.jspecify.annotations.NullMarked;
