package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.sample.Product;
import org.junit.jupiter.api.Test;

class FreshnessCheckTest {
  private final FreshnessCheck check = new FreshnessCheck(3);

  private static Product version(long version) {
    return new Product(3, "tea", 100, version);
  }

  @Test
  void isStale_readBeganAfterTheChange_demandsItsVersion() {
    check.completed(3, 5);
    long demanded = check.demand(3);

    assertThat(check.isStale(demanded, version(4))).isTrue();
    assertThat(check.isStale(demanded, version(5))).isFalse();
    assertThat(check.isStale(demanded, version(6))).isFalse();
  }

  @Test
  void isStale_readBeganBeforeTheChange_mayBringTheOldVersion() {
    long demanded = check.demand(3);
    check.completed(3, 5);

    assertThat(check.isStale(demanded, version(4))).isFalse();
  }

  @Test
  void completed_outOfOrder_keepsTheNewest() {
    check.completed(3, 5);
    check.completed(3, 4);

    assertThat(check.demand(3)).isEqualTo(5);
  }
}
