@NullMarked
package io.cacheaside.faults.workload;

import org.jspecify.annotations.NullMarked;
