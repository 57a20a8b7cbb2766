/** Judges a history by the promises of docs/protocol.md: pure functions of the recorded events. */
@NullMarked
package io.cacheaside.faults.checker;

import org.jspecify.annotations.NullMarked;
