package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;

/** What a health indicator shows of the cache. */
final class CacheHealth {
  /** As Spring Boot has it for its own indicators. */
  static final String ENABLED =
      "${management.health.cacheaside.enabled:${management.health.defaults.enabled:true}}";

  private CacheHealth() {}

  /** Returns how it is, in words. */
  static Map<String, Object> details(ObjectProvider<CacheAsideRuntime> runtimes) {
    Map<String, Object> details = new LinkedHashMap<>();
    CacheAsideRuntime runtime = ContextRuntimes.of(runtimes);
    if (runtime != null) {
      details.put("circuitBreaker", runtime.isBreakerOpen() ? "open" : "closed");
      details.put("undeliveredInvalidations", runtime.undeliveredKeys());
    }
    return details;
  }
}
