package io.cacheaside.spring.shop;

import io.cacheaside.annotation.CacheAside;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A client or mapper: a library makes the object, from the interface alone. */
interface Rates {
  AtomicInteger LOADS = new AtomicInteger();

  @CacheAside(region = "rates", key = "rate:{currency}", ttl = "5m")
  int rate(String currency);

  static Rates over() {
    return (Rates)
        Proxy.newProxyInstance(
            Rates.class.getClassLoader(),
            new Class<?>[] {Rates.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "rate" -> LOADS.incrementAndGet();
                  case "hashCode" -> 1;
                  case "equals" -> proxy == arguments[0];
                  default -> "rates";
                });
  }
}
