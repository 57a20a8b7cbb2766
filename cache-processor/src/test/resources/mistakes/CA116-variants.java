package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

class Users {
  interface OwnPage extends Pageable {}

  record Search(String text, OwnPage page, String sortedBy) {}

  record Paging(Pageable page) {
    @CacheKey
    public String text() {
      return "";
    }
  }

  private OwnPage page;

  @CacheAside(key = "search:{search.text}:{search.page.pageNumber}", ttl = "5m")
  List<String> nested(Search search) {
    return List.of();
  }

  @CacheAside(key = "own:{this.page.paged}", ttl = "5m")
  List<String> own() {
    return List.of();
  }

  @CacheAside(key = "page:{page.pageNumber}:{page.sort.sorted}", ttl = "5m")
  List<String> sortOfPage(Pageable page) {
    return List.of();
  }

  @CacheAside(key = "sort:{sort.sorted}", ttl = "5m")
  List<String> sort(Sort sort) {
    return List.of();
  }

  @CacheAside(key = "generic:{page.pageSize}", ttl = "5m")
  <P extends OwnPage> List<String> generic(P page) {
    return List.of();
  }

  @CacheAside(key = "search:{search.page.pageSize}:{search.sortedBy}:{search.text}", ttl = "5m")
  List<String> sortBesideThePage(Search search) {
    return List.of();
  }

  @CacheAside(key = "beside:{page.pageSize}:{sort}", ttl = "5m")
  List<String> sortAsText(Pageable page, String sort) {
    return List.of();
  }

  @CacheAside(key = "paging:{paging}", ttl = "5m")
  List<String> wrapped(Paging paging) {
    return List.of();
  }

  @SuppressWarnings("CA116")
  @CacheAside(key = "silenced:{page.pageSize}", ttl = "5m")
  List<String> silenced(Pageable page) {
    return List.of();
  }

  @Invalidate(key = "silenced:{page.pageSize}")
  void whatIsSilenced(Pageable page) {}
}

// error 24:21 CA116 @CacheAside key "search:{search.text}:{search.page.pageNumber}": the sort of {search.page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
// error 29:21 CA116 @CacheAside key "own:{this.page.paged}": the sort of {this.page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
// error 34:21 CA116 @CacheAside key "page:{page.pageNumber}:{page.sort.sorted}": the sort of {page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
// error 39:21 CA116 @CacheAside key "sort:{sort.sorted}": what {sort} sorts by is not part of it, so calls that differ only in it share one entry; pass its text, a String; or suppress "CA116" if it is always the same
// error 44:21 CA116 @CacheAside key "generic:{page.pageSize}": the sort of {page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
// in class files only: error CA116 @CacheAside key "silenced:{page.pageSize}": the sort of {page} is not part of it, so calls that differ only in it share one entry; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort(); or suppress "CA116" if it is always the same
