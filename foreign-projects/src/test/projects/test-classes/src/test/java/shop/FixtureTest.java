package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.store.MemoryStore;
import org.junit.jupiter.api.Test;

class FixtureTest {
  int loads;

  @CacheAside(key = "fixture:{id}", ttl = "5m")
  String fixture(long id) {
    loads++;
    return "fixture " + id;
  }

  @Test
  void fixture_loadsOnce() {
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      fixture(1);
      fixture(1);
      assertEquals(1, loads);
    }
  }
}
