/**
 * The demo: each {@link io.cacheaside.sample.demo.Scenario} plays one weakness of hand-written
 * cache-aside, first with {@code NaiveCatalogue}, then with {@code CachedCatalogue}, on the same
 * Redis and the same database, and puts its figures into the {@link
 * io.cacheaside.sample.demo.Report}.
 *
 * <p>Start at {@link io.cacheaside.sample.demo.DemoCommand}.
 */
@NullMarked
package io.cacheaside.sample.demo;

import org.jspecify.annotations.NullMarked;
