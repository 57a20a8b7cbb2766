/**
 * The transactions that the cache knows: {@link io.cacheaside.transaction.SpringTransactionHook}
 * for Spring, {@link io.cacheaside.transaction.JtaTransactionHook} for JTA, and {@link
 * io.cacheaside.transaction.InvalidationScope} for code that commits by itself. Each of the first
 * two is the only class that needs its library.
 */
@NullMarked
package io.cacheaside.transaction;

import org.jspecify.annotations.NullMarked;
