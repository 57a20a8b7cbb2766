package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.store.MemoryStore;
import org.junit.jupiter.api.Test;

class OrderServiceTest {
  @Test
  void find_loadsOnce() {
    OrderService service = new OrderService();
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      service.find(1);
      service.find(1);
      assertEquals(1, service.loads);
    }
  }
}
