package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.transaction.InvalidationScope;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A woven application that deletes by several ids: what was deleted is not served any more. */
class StarredKeysWovenTest {
  private static final String JOBS =
      """
      public class Jobs implements java.util.function.Function<Long, String>,
          java.util.function.Consumer<List<Long>> {
        private final Map<Long, String> table = new HashMap<>(Map.of(1L, "one", 2L, "two", 3L, "three"));

        @CacheAside(key = "id:{id}", ttl = "5m")
        public String apply(Long id) {
          return table.get(id);
        }

        @Invalidate(key = "id:{ids*}")
        public void accept(List<Long> ids) {
          table.keySet().removeAll(ids);
          ids.clear();
        }
      }
      """;

  @Test
  @SuppressWarnings("unchecked")
  void deletedByIds_isNotServed_alsoInATransactionOnlyAfterItsEnd() throws Exception {
    try (URLClassLoader loader = WovenClasses.load(Map.of("Jobs", JOBS));
        CacheAsideRuntime runtime =
            CacheAsideRuntime.install(CacheAsideConfig.builder().store(MemoryStore::new).build())) {
      Object jobs = loader.loadClass("shop.Jobs").getDeclaredConstructor().newInstance();
      var find = (Function<Long, String>) jobs;
      var delete = (Consumer<List<Long>>) jobs;
      assertThat(List.of(1L, 2L, 3L)).map(find::apply).containsExactly("one", "two", "three");
      delete.accept(new ArrayList<>(List.of(1L, 2L)));
      assertThat(List.of(1L, 2L, 3L)).map(find::apply).containsExactly(null, null, "three");
      try (InvalidationScope scope = InvalidationScope.begin()) {
        delete.accept(new ArrayList<>(List.of(3L)));
        assertThat(find.apply(3L)).isNull(); // past the cache
        scope.committed();
      }
      assertThat(find.apply(3L)).isNull();
      assertThat(runtime.undeliveredKeys()).isZero();
    }
  }
}
