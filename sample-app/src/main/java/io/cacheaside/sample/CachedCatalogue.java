package io.cacheaside.sample;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import org.jspecify.annotations.Nullable;

/** The catalogue as one writes it with CacheAside: the methods say what is cached, and no more. */
public final class CachedCatalogue implements Catalogue {
  private final ProductDatabase database;

  /** Creates the catalogue; caching begins when a {@code CacheAsideRuntime} is installed. */
  public CachedCatalogue(ProductDatabase database) {
    this.database = database;
  }

  @Override
  @CacheAside(key = "product:{id}", ttl = "5m", negativeTtl = "30s")
  public @Nullable Product find(long id) {
    return database.product(id);
  }

  @Override
  @CacheAside(key = "featured:{id}", ttl = "1s")
  public @Nullable Product featured(long id) {
    return database.product(id);
  }

  @Override
  @CacheAside(key = "discount:{shop}:{customer}", ttl = "5m")
  public @Nullable Discount discount(@Nullable String shop, @Nullable String customer) {
    return database.discount(shop, customer);
  }

  @Override
  @Invalidate(key = {"product:{id}", "featured:{id}"})
  public long changePrice(long id, long cents) {
    return database.changePrice(id, cents);
  }
}
