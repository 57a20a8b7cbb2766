package io.cacheaside.sample;

import org.jspecify.annotations.Nullable;

/**
 * The product catalogue of a shop. Threadsafe.
 *
 * <p>Methods throw {@link IllegalStateException} if the database cannot be reached.
 */
public interface Catalogue {

  /** Returns the product, or null if there is none with this number. */
  @Nullable Product find(long id);

  /**
   * Returns the product on the shop's front page, or null if there is none with this number. It is
   * cached for one second only: many ask for it, and it shall be fresh.
   */
  @Nullable Product featured(long id);

  /**
   * Returns what was agreed with the customer, or null if nothing was.
   *
   * @param shop null for the chain as a whole
   * @param customer null for what every customer gets
   */
  @Nullable Discount discount(@Nullable String shop, @Nullable String customer);

  /**
   * Sets the price of a product. When it returns, the change is committed and the cached product
   * invalidated.
   *
   * @return the product's new version
   * @throws IllegalArgumentException if there is no such product
   */
  long changePrice(long id, long cents);
}
