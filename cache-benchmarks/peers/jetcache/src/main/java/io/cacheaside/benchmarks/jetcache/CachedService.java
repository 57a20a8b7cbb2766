package io.cacheaside.benchmarks.jetcache;

import com.alicp.jetcache.anno.CacheInvalidate;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.benchmarks.contenders.Source;
import org.jspecify.annotations.Nullable;

/** The cached methods. JetCache calls them through a subclass; times are seconds. */
class CachedService {
  private final Source source;

  CachedService(Source source) {
    this.source = source;
  }

  @Cached(name = "jetcache:user:", key = "#id", expire = 3600, cacheType = CacheType.REMOTE)
  public Customer customer(long id) {
    return source.customer(id);
  }

  @Cached(name = "jetcache:orders:", key = "#id", expire = 3600, cacheType = CacheType.REMOTE)
  public OrderHistory orders(long id) {
    return source.orders(id);
  }

  @Cached(
      name = "jetcache:missing:",
      key = "#id",
      expire = 3600,
      cacheType = CacheType.REMOTE,
      cacheNullValue = true)
  public @Nullable Customer missing(long id) {
    return source.missing(id);
  }

  @CacheInvalidate(name = "jetcache:user:", key = "#id")
  public void changed(long id) {}
}
