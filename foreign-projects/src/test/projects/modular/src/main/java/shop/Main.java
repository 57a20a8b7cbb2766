package shop;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.store.MemoryStore;

public class Main {
  public static void main(String[] args) {
    UserService users = new UserService();
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      users.find(1);
      users.find(1);
    }
    System.out.println(
        UserService.class.getModule() + ": " + users.loads + " load for 2 calls");
  }
}
