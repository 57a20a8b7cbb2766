/** The annotations a user writes. */
@NullMarked
package io.cacheaside.annotation;

import org.jspecify.annotations.NullMarked;
