package io.cacheaside.sample;

import io.cacheaside.spi.Codec;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue with cache-aside as textbooks show it: get; if there is nothing, load and set;
 * after a write, delete. Client, codec, database and TTLs are those of {@link CachedCatalogue}, so
 * that what differs is the pattern.
 */
public final class NaiveCatalogue implements Catalogue {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration FEATURED_TTL = Duration.ofSeconds(1);

  private final ProductDatabase database;
  private final RedisCommands<String, byte[]> redis;
  private final String prefix;
  private final Codec.TypeCodec products;
  private final Codec.TypeCodec discounts;
  private final LongAdder hits = new LongAdder();

  /**
   * Creates the catalogue.
   *
   * @param prefix stands before every key, without separator
   */
  public NaiveCatalogue(
      ProductDatabase database, RedisCommands<String, byte[]> redis, Codec codec, String prefix) {
    this.database = database;
    this.redis = redis;
    this.prefix = prefix;
    this.products = codec.forType(Product.class);
    this.discounts = codec.forType(Discount.class);
  }

  @Override
  public @Nullable Product find(long id) {
    return (Product) cached("product:" + id, TTL, products, () -> database.product(id));
  }

  @Override
  public @Nullable Product featured(long id) {
    return (Product) cached("featured:" + id, FEATURED_TTL, products, () -> database.product(id));
  }

  @Override
  public @Nullable Discount discount(@Nullable String shop, @Nullable String customer) {
    String key = "discount:" + shop + ":" + customer;
    return (Discount) cached(key, TTL, discounts, () -> database.discount(shop, customer));
  }

  @Override
  public long changePrice(long id, long cents) {
    long version = database.changePrice(id, cents);
    redis.del(prefix + "product:" + id, prefix + "featured:" + id);
    return version;
  }

  /** Returns how many calls were answered from Redis so far. */
  public long hits() {
    return hits.sum();
  }

  private @Nullable Object cached(
      String name, Duration ttl, Codec.TypeCodec codec, Supplier<@Nullable Object> load) {
    String key = prefix + name;
    byte @Nullable [] found = redis.get(key);
    if (found != null) {
      hits.increment();
      return codec.decode(found, 0, found.length);
    }
    Object loaded = load.get();
    if (loaded != null) {
      redis.set(key, codec.encode(loaded, 0), SetArgs.Builder.px(ttl));
    }
    return loaded;
  }
}
