/**
 * The transactions that the cache knows: {@link io.cacheaside.transaction.SpringTransactionHook}
 * for Spring, {@link io.cacheaside.transaction.JtaTransactionHook} for JTA, and {@link
 * io.cacheaside.transaction.InvalidationScope} for code that commits by itself. Only the first,
 * with what it attaches to a transaction, needs Spring, and only the second JTA.
 */
@NullMarked
package io.cacheaside.transaction;

import org.jspecify.annotations.NullMarked;
