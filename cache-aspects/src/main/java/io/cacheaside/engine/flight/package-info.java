/**
 * Loads under way in this JVM, who leads them, who may join them, and who would wait for himself.
 */
@NullMarked
package io.cacheaside.engine.flight;

import org.jspecify.annotations.NullMarked;
