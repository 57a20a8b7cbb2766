package io.cacheaside.spring.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.spring.CacheAsideAutoConfiguration;
import io.cacheaside.spring.test.AutoConfigureCacheAside;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Has a cache of its own, whatever the properties say. */
@SpringBootTest(
    classes = {Counters.class, CacheAsideAutoConfiguration.class},
    properties = "cacheaside.redis-uri=redis://nowhere.invalid")
@AutoConfigureCacheAside
class InMemoryCase {
  @Autowired Counters counters;
  @Autowired CacheAsideRuntime runtime;

  @Test
  void isCached() {
    assertThat(CacheAsideRuntime.inForce()).containsSame(runtime);
    assertThat(counters.next("memory")).isEqualTo(counters.next("memory"));
  }
}
