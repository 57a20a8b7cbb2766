/**
 * The fault suite: a workload of several JVMs, a nemesis that breaks what they use, and a checker
 * that judges the recorded history.
 */
@NullMarked
package io.cacheaside.faults;

import org.jspecify.annotations.NullMarked;
