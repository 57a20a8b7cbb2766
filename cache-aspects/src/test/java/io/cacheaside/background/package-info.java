@NullMarked
package io.cacheaside.background;

import org.jspecify.annotations.NullMarked;
