package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.store.MemoryStore;
import org.junit.jupiter.api.Test;

class UserMapperTest {
  @Test
  void find_loadsOnce() {
    UserMapper users = UserMapper.INSTANCE;
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      users.find(1);
      assertEquals(new User(1, "Ada"), users.find(1));
      assertEquals(1, users.loads);
    }
  }
}
