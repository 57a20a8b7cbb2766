/** Figures of a history, and the table. */
@NullMarked
package io.cacheaside.faults.report;

import org.jspecify.annotations.NullMarked;
