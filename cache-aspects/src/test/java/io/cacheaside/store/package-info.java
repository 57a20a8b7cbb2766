@NullMarked
package io.cacheaside.store;

import org.jspecify.annotations.NullMarked;
