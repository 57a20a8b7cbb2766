package shop;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

public class Shop {
  record User(long id, String name) {}

  @CacheAside(key = "user:{id}", ttl = "5m")
  User find(long id) {
    System.out.println("loading " + id);
    return new User(id, "Ada");
  }

  @Invalidate(key = "user:{user.id}")
  void save(User user) {
    System.out.println("saving " + user);
  }

  public static void main(String[] args) {
    CacheAsideConfig config =
        CacheAsideConfig.builder().redis("redis://localhost").app("shop").build();
    try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
      Shop shop = new Shop();
      System.out.println(shop.find(7));
      System.out.println(shop.find(7)); // from Redis
      shop.save(new User(7, "Ada"));
      System.out.println(shop.find(7));
    }
  }
}
