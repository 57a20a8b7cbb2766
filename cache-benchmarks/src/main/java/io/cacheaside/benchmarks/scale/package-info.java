/**
 * What CacheAside costs as it grows: at the client, on the network and at Redis. {@link
 * io.cacheaside.benchmarks.scale.Scale} measures the constants of docs/scaling.md and compares the
 * page's formulas with what happens.
 */
@NullMarked
package io.cacheaside.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
