/**
 * What JVMs that have no processor make of a Redis that is well. {@link
 * io.cacheaside.benchmarks.starved.Starved} starts several at once on few cores and tells what each
 * did, and when; {@link io.cacheaside.benchmarks.starved.SilentRedis} measures what the patience
 * that this takes costs where it is Redis that is silent.
 */
@NullMarked
package io.cacheaside.benchmarks.starved;

import org.jspecify.annotations.NullMarked;
