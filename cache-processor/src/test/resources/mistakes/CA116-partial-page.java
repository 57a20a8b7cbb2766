package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.List;
import org.springframework.data.domain.Pageable;

class Users {
  @CacheAside(key = "users:{page.pageNumber}:{page.pageSize}", ttl = "5m")
  List<String> find(Pageable page) {
    return List.of();
  }
}

// error 8:21 CA116 @CacheAside key "users:{page.pageNumber}:{page.pageSize}": the sort of {page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
