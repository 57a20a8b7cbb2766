/** Annotated methods of every kind, for tests that weave them in several ways. */
@NullMarked
package io.cacheaside.aspect.kinds;

import org.jspecify.annotations.NullMarked;
