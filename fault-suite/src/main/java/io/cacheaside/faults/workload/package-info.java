/** Readers and writers in JVMs of their own, over a woven service and a SQL database. */
@NullMarked
package io.cacheaside.faults.workload;

import org.jspecify.annotations.NullMarked;
