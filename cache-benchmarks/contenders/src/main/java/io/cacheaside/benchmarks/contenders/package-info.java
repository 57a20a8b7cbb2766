/**
 * What every way to cache is measured with. A {@link io.cacheaside.benchmarks.contenders.Contender}
 * is one way, {@link io.cacheaside.benchmarks.contenders.CachedRepository} what it offers, {@link
 * io.cacheaside.benchmarks.contenders.Scenario} what is done with it; {@link
 * io.cacheaside.benchmarks.contenders.ContenderProcess} is the JVM in which that happens. Nothing
 * here knows any cache, so that each contender can have a class path of its own.
 */
@NullMarked
package io.cacheaside.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
