/**
 * A small product catalogue over a SQL database, cached twice: by hand and by annotation.
 *
 * <p>{@link io.cacheaside.sample.Catalogue} is what the shop needs. {@link
 * io.cacheaside.sample.NaiveCatalogue} implements it with the textbook get, load, set and delete;
 * {@link io.cacheaside.sample.CachedCatalogue} with two annotations. Both read the same {@link
 * io.cacheaside.sample.ProductDatabase}. The package {@code demo} compares them.
 */
@NullMarked
package io.cacheaside.sample;

import org.jspecify.annotations.NullMarked;
