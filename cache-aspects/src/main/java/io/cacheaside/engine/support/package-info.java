/**
 * What every part of an engine stands on: its surroundings, bounded waits, clocks, guarded
 * listeners, and what becomes of an error that no call may meet.
 */
@NullMarked
package io.cacheaside.engine.support;

import org.jspecify.annotations.NullMarked;
