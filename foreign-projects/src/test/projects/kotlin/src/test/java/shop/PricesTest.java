package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.store.MemoryStore;
import org.junit.jupiter.api.Test;

class PricesTest {
  @Test
  void everyKindOfFunction_loadsOnce() {
    Prices prices = new Prices();
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      prices.price("A1", "EUR");
      prices.price("A1", "EUR");
      prices.inEuro("A1");
      assertEquals(1, prices.loads, "member with default argument");
      PricesKt.vat("IE");
      PricesKt.vat("IE");
      assertEquals(1, PricesKt.vatLoads, "top-level function");
      Prices.rate("EUR");
      Prices.rate("EUR");
      Prices.Companion.rate("EUR");
      assertEquals(1, Prices.rateLoads, "@JvmStatic in a companion");
    }
  }

  @Test
  void objectsOfASealedClass_areFoundAgain() {
    States states = new States();
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      for (int id = 1; id <= 4; id++) {
        assertEquals(states.describe(id), states.describe(id));
      }
      assertEquals("loaded [line 4] {mark=4}", states.describe(4));
      assertEquals(4, states.loads, "states");
    }
  }
}
