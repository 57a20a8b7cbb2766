package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;

@CacheRegion(value = "users", ttl = "5m")
class Users {
  static final String OTHER = "names";

  @CacheAside(key = "user:{id}")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "user:{id}", ttl = "1h", negativeTtl = "10m", region = OTHER)
  String name(long id) {
    return "Ann";
  }

  @CacheAside(key = "user:{id}", region = "default")
  String title(long id) {
    return "Dr.";
  }

  @Invalidate(key = "user:{id}")
  @Invalidate(key = "user:{id}", region = OTHER)
  @Invalidate(key = "user:{id}", region = "default")
  void save(long id) {}

  @Invalidate(region = "users")
  void saveAll() {}

  @CacheRegion("nested")
  record Nested(long number) {
    @CacheAside(key = "user:{id}", ttl = "1m")
    static String find(long id) {
      return "Bob";
    }
  }

  enum Kind {
    ONE;

    @Invalidate(key = "user:{id}")
    void save(long id) {}
  }
}

@CacheRegion("users")
class Jobs {
  @Invalidate(key = "user:{id}")
  void delete(long id) {}
}

@CacheRegion(value = "kinds", ttl = "1d")
enum Kinds {
  ONE;

  @CacheAside(key = "{this}:{id}")
  String text(long id) {
    return "one";
  }
}

@CacheRegion(value = "readers", ttl = "1m")
@SuppressWarnings("CA137")
interface Reader {
  @CacheAside(key = "read:{id}")
  default String read(long id) {
    return "text";
  }
}
