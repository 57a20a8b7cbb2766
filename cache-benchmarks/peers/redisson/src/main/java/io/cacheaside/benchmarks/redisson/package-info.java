/** Redisson's buckets, as a contender. */
@NullMarked
package io.cacheaside.benchmarks.redisson;

import org.jspecify.annotations.NullMarked;
