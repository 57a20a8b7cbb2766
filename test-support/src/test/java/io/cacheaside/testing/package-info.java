@NullMarked
package io.cacheaside.testing;

import org.jspecify.annotations.NullMarked;
