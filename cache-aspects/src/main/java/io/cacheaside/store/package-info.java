/** Stores, and what is put around a store. */
@NullMarked
package io.cacheaside.store;

import org.jspecify.annotations.NullMarked;
