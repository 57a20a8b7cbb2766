/** Breaks servers, connections and clients. */
@NullMarked
package io.cacheaside.faults.nemesis;

import org.jspecify.annotations.NullMarked;
