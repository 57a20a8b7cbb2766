package shop;

import io.cacheaside.annotation.CacheAside;
import lombok.Getter;

class UserService {
  @Getter private int loads;

  @CacheAside(key = "user:{uid}", ttl = "5m")
  User find(long id) {
    loads++;
    return new User(id, "Ada");
  }
}
