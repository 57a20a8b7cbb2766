/** JetCache with its remote cache, as a contender. */
@NullMarked
package io.cacheaside.benchmarks.jetcache;

import org.jspecify.annotations.NullMarked;
