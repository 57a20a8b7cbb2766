/** What the listener of {@code cache-junit} asks of the runtime, which it does not know. */
@NullMarked
package io.cacheaside.weaving.guard;

import org.jspecify.annotations.NullMarked;
