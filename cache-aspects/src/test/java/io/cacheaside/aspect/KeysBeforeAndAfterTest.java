package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.transaction.InvalidationScope;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The arguments and the object of a call are mutable, and a method that writes may change them: the
 * entry under the key of before is as old as the one under the key of after.
 */
public class KeysBeforeAndAfterTest {
  private static final String SHOP =
      """
      import io.cacheaside.aspect.KeysBeforeAndAfterTest;
      import io.cacheaside.aspect.KeysBeforeAndAfterTest.Query;

      public class Shop implements KeysBeforeAndAfterTest.Shop {
        private String owner = "old";
        private int loads;

        @CacheAside(key = "items:{ids}", ttl = "5m")
        public int items(List<Long> ids) {
          return ++loads;
        }

        @CacheAside(region = "stock", key = "items:{ids}", ttl = "5m")
        public int stock(List<Long> ids) {
          return ++loads;
        }

        @CacheAside(key = "acct:{q.name}", ttl = "5m")
        public int account(Query q) {
          return ++loads;
        }

        @CacheAside(key = "of:{this.owner}", ttl = "5m")
        public int own() {
          return ++loads;
        }

        @Invalidate(key = "items:{ids}")
        public void drain(List<Long> ids) {
          ids.clear();
        }

        @Invalidate(key = "items:{ids}")
        public void look(List<Long> ids) {}

        @Invalidate(key = "items:{ids}", when = Invalidate.When.AROUND)
        public void drainAround(List<Long> ids) {
          ids.clear();
        }

        @Invalidate(region = "stock", key = "items:{ids}")
        public void drainStock(List<Long> ids) {
          ids.clear();
        }

        @Invalidate(key = "items:{ids}")
        public void drainAndFail(List<Long> ids) {
          ids.clear();
          throw new IllegalStateException("drained");
        }

        @Invalidate(key = "items:{ids}")
        public void drainBut(List<Long> ids, Runnable action) {
          ids.clear();
          action.run();
        }

        @Invalidate(key = "acct:{q.name}")
        public void rename(Query q, String to) {
          q.name = to;
        }

        @Invalidate(key = "acct:{result.name}")
        public Query replaced(Query q, String to) {
          q.name = to;
          return q;
        }

        @Invalidate(key = "of:{this.owner}")
        public void sell(String to) {
          owner = to;
        }
      }
      """;

  /** What the tests know of the woven class. */
  public interface Shop {
    int items(List<Long> ids);

    int stock(List<Long> ids);

    int account(Query q);

    int own();

    void drain(List<Long> ids);

    void look(List<Long> ids);

    void drainAround(List<Long> ids);

    void drainStock(List<Long> ids);

    void drainAndFail(List<Long> ids);

    void drainBut(List<Long> ids, Runnable action);

    void rename(Query q, @Nullable String to);

    Query replaced(Query q, String to);

    void sell(String to);
  }

  /** An argument that changes; it must have a name when it is asked for it. */
  public static final class Query {
    public @Nullable String name;

    Query(@Nullable String name) {
      this.name = name;
    }

    public String getName() {
      if (name == null) {
        throw new IllegalStateException("no name");
      }
      return name;
    }
  }

  private static URLClassLoader application;
  private final RecordingListener events = new RecordingListener();
  private CacheAsideRuntime runtime;
  private Shop shop;

  @BeforeAll
  static void weave() throws Exception {
    application = WovenClasses.load(Map.of("Shop", SHOP));
  }

  @AfterAll
  static void unload() throws Exception {
    application.close();
  }

  @BeforeEach
  void install() throws Exception {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("test")
                .store(MemoryStore::new)
                .listener(events)
                .build());
    shop = WovenClasses.create(application, "Shop", Shop.class);
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static List<Long> ids(Long... ids) {
    return new ArrayList<>(List.of(ids));
  }

  private List<String> eventsOf(String... names) {
    return events.events().stream()
        .filter(e -> List.of(names).contains(e.replaceFirst(" .*", "")))
        .toList();
  }

  @Test
  void argument_thatIsEmptied_bothEntriesGo() {
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(1, 2);

    shop.drain(ids(1L));

    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(3, 4);
    assertThat(eventsOf("onInvalidate", "onInvalidateSkipped"))
        .containsExactly(
            "onInvalidate test:default:{items:[1]} true",
            "onInvalidate test:default:{items:[]} true");
  }

  @Test
  void property_thatIsChanged_bothEntriesGo() {
    assertThat(List.of(shop.account(new Query("a")), shop.account(new Query("b"))))
        .containsExactly(1, 2);

    shop.rename(new Query("a"), "b");

    assertThat(List.of(shop.account(new Query("a")), shop.account(new Query("b"))))
        .containsExactly(3, 4);
  }

  @Test
  void receiver_thatIsChanged_bothEntriesGo() throws Exception {
    Shop second = WovenClasses.create(application, "Shop", Shop.class);
    assertThat(List.of(shop.own(), shop.own())).containsExactly(1, 1);

    shop.sell("new");

    assertThat(eventsOf("onInvalidate"))
        .containsExactly(
            "onInvalidate test:default:{of:old} true", "onInvalidate test:default:{of:new} true");
    assertThat(second.own()).isEqualTo(1);
    assertThat(shop.own()).isEqualTo(2);
  }

  @Test
  void around_fencesTheKeyOfBefore_andInvalidatesBoth() {
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(1, 2);

    shop.drainAround(ids(1L));

    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(3, 4);
    assertThat(eventsOf("onFence", "onInvalidate"))
        .containsExactly(
            "onFence test:default:{items:[1]} true",
            "onInvalidate test:default:{items:[1]} true",
            "onInvalidate test:default:{items:[]} true");
  }

  @Test
  void region_isThatOfTheAnnotation_forBoth() {
    assertThat(List.of(shop.stock(ids(1L)), shop.stock(ids()), shop.items(ids(1L))))
        .containsExactly(1, 2, 3);

    shop.drainStock(ids(1L));

    assertThat(List.of(shop.stock(ids(1L)), shop.stock(ids()), shop.items(ids(1L))))
        .containsExactly(4, 5, 3);
  }

  @Test
  void body_thatThrew_bothEntriesGo() {
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(1, 2);

    assertThatThrownBy(() -> shop.drainAndFail(ids(1L))).hasMessage("drained");

    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(3, 4);
  }

  @Test
  void keys_thatAreEqual_areInvalidatedOnce() {
    shop.look(ids(1L, 2L));

    assertThat(eventsOf("onInvalidate", "onInvalidateSkipped"))
        .containsExactly("onInvalidate test:default:{items:[1,2]} true");
  }

  @Test
  void bindingAfterwards_thatFails_isReported_andTheKeyOfBeforeGoes() {
    assertThat(shop.account(new Query("a"))).isEqualTo(1);

    try (LogCapture log = new LogCapture()) {
      shop.rename(new Query("a"), null);

      assertThat(log.lines("WritePath"))
          .containsExactly(
              "ERROR shop.Shop.rename(Query, String): the @Invalidate key \"acct:{q.name}\" could"
                  + " not be computed (java.lang.IllegalStateException in"
                  + " io.cacheaside.aspect.KeysBeforeAndAfterTest$Query.getName; its stack is logged"
                  + " at DEBUG), so its entry stays until its TTL ends");
    }
    assertThat(shop.account(new Query("a"))).isEqualTo(2);
    assertThat(eventsOf("onInvalidate", "onInvalidateSkipped"))
        .containsExactly("onInvalidateSkipped", "onInvalidate test:default:{acct:a} true");
  }

  @Test
  void bindingBefore_thatFails_leavesTheKeyOfAfter() {
    assertThat(shop.account(new Query("b"))).isEqualTo(1);

    shop.rename(new Query(null), "b");

    assertThat(shop.account(new Query("b"))).isEqualTo(2);
    assertThat(eventsOf("onInvalidate", "onInvalidateSkipped"))
        .containsExactly("onInvalidate test:default:{acct:b} true");
  }

  @Test
  void result_isKnownAfterwardsOnly() {
    shop.replaced(new Query("a"), "b");

    assertThat(eventsOf("onInvalidate", "onInvalidateSkipped"))
        .containsExactly("onInvalidate test:default:{acct:b} true");
  }

  @Test
  void transaction_aroundTheCall_invalidatesBothAtItsEnd() {
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(1, 2);

    try (InvalidationScope scope = InvalidationScope.begin()) {
      shop.drain(ids(1L));
      assertThat(eventsOf("onInvalidate")).isEmpty();
      scope.committed();
    }

    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(3, 4);
  }

  @Test
  void transaction_insideTheCall_seesNeitherEntry() {
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(1, 2);
    List<Integer> seen = new ArrayList<>();

    shop.drainBut(
        ids(1L),
        () -> {
          try (InvalidationScope scope = InvalidationScope.begin()) {
            seen.add(shop.items(ids(1L)));
            seen.add(shop.items(ids()));
            scope.committed();
          }
        });

    assertThat(seen).containsExactly(3, 4);
    assertThat(List.of(shop.items(ids(1L)), shop.items(ids()))).containsExactly(5, 6);
  }
}
