package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.Set;

class Jobs {
  @CacheAside(key = "id:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(key = "id:{ids}")
  void delete(Set<Long> ids) {}

  @Invalidate(key = "id:{ids*}")
  void deleteEach(Set<Long> ids) {}
}

// warning 13:21 CA145 @Invalidate key "id:{ids}": {ids} is java.util.Set<java.lang.Long>, written <a,b>, where the @CacheAside key "id:{id}" of shop.Jobs.find has long, so it removes nothing; write {ids*} for one key for each element
