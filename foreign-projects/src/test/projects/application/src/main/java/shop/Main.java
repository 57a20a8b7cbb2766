package shop;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.store.MemoryStore;

public class Main {
  private int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    return "user " + id;
  }

  @CacheAside(key = "user-name:{name}", ttl = "5m")
  String find(String name) {
    return "user " + name;
  }

  @Invalidate(key = "user:{id}")
  void rename(long id, String name) {}

  public static void main(String[] args) {
    Main main = new Main();
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      main.find(1);
      main.find(1);
    }
    System.out.println("loads for 2 calls: " + main.loads);
  }
}
