/**
 * What a user may implement or observe: {@link io.cacheaside.spi.Store} and {@link
 * io.cacheaside.spi.Codec} are the two seams below the engine, {@link
 * io.cacheaside.spi.CacheListener} is the one beside it. {@link io.cacheaside.spi.EntryFormat} is
 * the contract between the three.
 */
@NullMarked
package io.cacheaside.spi;

import org.jspecify.annotations.NullMarked;
