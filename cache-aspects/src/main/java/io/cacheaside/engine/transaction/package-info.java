/**
 * Invalidations that wait for the end of a transaction, and what a thread inside one may be served.
 */
@NullMarked
package io.cacheaside.engine.transaction;

import org.jspecify.annotations.NullMarked;
