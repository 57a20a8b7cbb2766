@NullMarked
package io.cacheaside.faults.report;

import org.jspecify.annotations.NullMarked;
