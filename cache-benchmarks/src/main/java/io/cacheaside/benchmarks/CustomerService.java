package io.cacheaside.benchmarks;

import io.cacheaside.annotation.CacheAside;
import java.util.concurrent.atomic.LongAdder;

/** The cached methods; woven when the module is built, as an application's would be. */
class CustomerService {
  private final LongAdder loads = new LongAdder();

  @CacheAside(key = "user:{id}", ttl = "1h")
  Customer find(long id) {
    loads.increment();
    return Customer.of(id);
  }

  @CacheAside(region = "beans", key = "user:{id}", ttl = "1h")
  CustomerBean findBean(long id) {
    loads.increment();
    return CustomerBean.of(Customer.of(id));
  }

  /** Returns how often a method ran, because the cache did not answer. */
  long loads() {
    return loads.sum();
  }
}
