@NullMarked
package io.cacheaside.faults.checker;

import org.jspecify.annotations.NullMarked;
