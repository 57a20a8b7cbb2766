/** Listeners that count and measure. */
@NullMarked
package io.cacheaside.metrics;

import org.jspecify.annotations.NullMarked;
