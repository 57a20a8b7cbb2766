package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheAside;

/** Has the keys of a method of another source, and knows nothing of it. */
public @SuppressWarnings("unused") final class GermanTitles {
  private GermanTitles() {}

  @CacheAside(key = "title:{id}", ttl = "5m")
  static String title(int id) {
    return null;
  }
}
