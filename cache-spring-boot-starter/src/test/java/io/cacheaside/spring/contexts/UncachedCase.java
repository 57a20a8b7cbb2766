package io.cacheaside.spring.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideRuntime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** A part of the application without a cache, as a slice is. */
@SpringBootTest(classes = Counters.class)
class UncachedCase {
  @Autowired Counters counters;

  @Test
  void isNotCached() {
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
    assertThat(counters.next("uncached")).isNotEqualTo(counters.next("uncached"));
  }
}
