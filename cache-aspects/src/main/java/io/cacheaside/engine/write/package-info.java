/** The write path: {@link io.cacheaside.engine.write.WritePath}, readable from top to bottom. */
@NullMarked
package io.cacheaside.engine.write;

import org.jspecify.annotations.NullMarked;
