package io.cacheaside.benchmarks.spring;

import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.benchmarks.contenders.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/** The cached methods. Spring calls them through a subclass. */
class CachedService {
  private final Source source;

  CachedService(Source source) {
    this.source = source;
  }

  @Cacheable("user")
  public Customer customer(long id) {
    return source.customer(id);
  }

  @Cacheable("orders")
  public OrderHistory orders(long id) {
    return source.orders(id);
  }

  @Cacheable("missing")
  public @Nullable Customer missing(long id) {
    return source.missing(id);
  }

  @CacheEvict("user")
  public void changed(long id) {}
}
