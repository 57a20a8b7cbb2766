/**
 * Invalidations that the store has not acknowledged or may have lost: kept, sent again, replayed,
 * written to a journal.
 */
@NullMarked
package io.cacheaside.engine.recovery;

import org.jspecify.annotations.NullMarked;
