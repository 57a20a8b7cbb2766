package io.cacheaside.benchmarks;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.benchmarks.contenders.Source;
import org.jspecify.annotations.Nullable;

/** The cached methods; woven when the module is built, as an application's would be. */
class CustomerService {
  private final Source source;

  CustomerService(Source source) {
    this.source = source;
  }

  @CacheAside(key = "user:{id}", ttl = "1h")
  Customer find(long id) {
    return source.customer(id);
  }

  @CacheAside(key = "orders:{id}", ttl = "1h")
  OrderHistory findOrders(long id) {
    return source.orders(id);
  }

  @CacheAside(key = "missing:{id}", ttl = "1h", negativeTtl = "1h")
  @Nullable Customer findMissing(long id) {
    return source.missing(id);
  }

  @Invalidate(key = "user:{id}")
  void changed(long id) {}
}
