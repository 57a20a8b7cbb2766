@NullMarked
package io.cacheaside.faults.history;

import org.jspecify.annotations.NullMarked;
