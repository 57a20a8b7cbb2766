@NullMarked
package io.cacheaside.faults;

import org.jspecify.annotations.NullMarked;
