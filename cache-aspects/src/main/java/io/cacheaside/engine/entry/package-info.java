/**
 * The engine itself, which puts all of its parts together, and the sites of annotated methods that
 * call it.
 */
@NullMarked
package io.cacheaside.engine.entry;

import org.jspecify.annotations.NullMarked;
