package shop;

import io.cacheaside.annotation.CacheKey;
import org.springframework.data.domain.Pageable;

/** A Pageable that can be a part of a key. */
public record Paging(Pageable page) {

  @CacheKey
  public String text() {
    return (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort();
  }
}
