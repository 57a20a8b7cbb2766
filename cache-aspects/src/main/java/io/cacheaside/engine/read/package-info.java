/**
 * The read path. {@link io.cacheaside.engine.read.ReadPath} is its top; below, {@link
 * io.cacheaside.engine.read.Search} decides and never waits, and a driver waits and never decides.
 */
@NullMarked
package io.cacheaside.engine.read;

import org.jspecify.annotations.NullMarked;
