/**
 * Work that no caller waits for, and that nothing may end: an {@link java.lang.Error} in one run is
 * logged, and the next run comes all the same; with what that needs. Not exported.
 */
@NullMarked
package io.cacheaside.background;

import org.jspecify.annotations.NullMarked;
