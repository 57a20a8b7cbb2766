package io.cacheaside.spring.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.spring.CacheAsideAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Has another one, by its properties. */
@SpringBootTest(
    classes = {Counters.class, CacheAsideAutoConfiguration.class},
    properties = {"cacheaside.store=memory", "cacheaside.app=other"})
class OtherMemoryCase {
  @Autowired Counters counters;
  @Autowired CacheAsideRuntime runtime;

  @Test
  void isCached() {
    assertThat(CacheAsideRuntime.inForce()).containsSame(runtime);
    assertThat(counters.next("other")).isEqualTo(counters.next("other"));
  }
}
