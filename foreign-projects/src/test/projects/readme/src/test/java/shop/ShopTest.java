package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.store.MemoryStore;
import org.junit.jupiter.api.Test;

class ShopTest {
  @Test
  void secondCall_isAHit() {
    CacheCounters counters = new CacheCounters();
    CacheAsideConfig config =
        CacheAsideConfig.builder().store(MemoryStore::new).listener(counters).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      Shop shop = new Shop();
      assertEquals(shop.find(7), shop.find(7));
    }
    assertEquals(1, counters.snapshot().hits());
  }
}
