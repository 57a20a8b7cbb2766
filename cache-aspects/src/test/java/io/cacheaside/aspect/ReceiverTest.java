package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a method is called on can be a part of its key, however many parameters it has. */
class ReceiverTest {
  private static final String TENANTS =
      """
      public class Tenants implements java.util.concurrent.Callable<List<Object>> {
        static class Tenant {
          private final String name;
          int loads;

          Tenant(String name) {
            this.name = name;
          }

          @CacheAside(key = "user:{this.name}:{id}", ttl = "5m")
          String user(long id) {
            return name + id + "/" + ++loads;
          }

          @CacheAside(key = "all:{this.name}", ttl = "5m")
          private String all() {
            return name + "/" + ++loads;
          }

          @CacheAside(key = "{this.name}:{a}:{b}:{c}:{d}:{e}:{f}:{g}", ttl = "5m")
          final String many(int a, int b, int c, int d, int e, int f, int g) {
            return name + g + "/" + ++loads;
          }

          @Invalidate(key = {"user:{this.name}:{id}", "all:{this.name}"})
          void save(long id) {}

          @Invalidate(key = {"{this.name}:{a}:{b}:{c}:{d}:{e}:{f}:{g}"})
          void saveMany(int a, int b, int c, int d, int e, int f, int g) {}

        }

        static abstract class Dao<E> {
          abstract E load(long id);

          @CacheAside(key = "entity:{this.class.simpleName}:{id}", ttl = "5m")
          String find(long id) {
            return String.valueOf(load(id));
          }
        }

        static class UserDao extends Dao<Boolean> {
          Boolean load(long id) {
            return true;
          }
        }

        static class OrderDao extends Dao<Long> {
          Long load(long id) {
            return id;
          }
        }

        interface Table {
          String getName();

          @CacheAside(key = "table:{this.name}", ttl = "5m")
          default String rows() {
            return getName();
          }
        }

        enum Mode {
          ON {},
          OFF;

          @CacheAside(key = "mode:{this}", ttl = "5m")
          String text() {
            return name();
          }
        }

        public List<Object> call() {
          Tenant a = new Tenant("a");
          Tenant b = new Tenant("b");
          List<Object> seen = new ArrayList<>();
          seen.add(List.of(a.user(1), b.user(1), a.user(1), new Tenant("b").user(1)));
          seen.add(List.of(a.all(), b.all(), a.all(), b.all()));
          seen.add(List.of(a.many(1, 2, 3, 4, 5, 6, 7), b.many(1, 2, 3, 4, 5, 6, 7)));
          a.save(1);
          a.saveMany(1, 2, 3, 4, 5, 6, 7);
          seen.add(List.of(a.user(1), b.user(1), a.all(), b.all()));
          seen.add(List.of(a.many(1, 2, 3, 4, 5, 6, 7), b.many(1, 2, 3, 4, 5, 6, 7)));
          seen.add(List.of(new UserDao().find(1), new OrderDao().find(1)));
          Table rows = () -> "rows";
          Table more = () -> "more";
          seen.add(List.of(rows.rows(), more.rows(), Mode.ON.text(), Mode.OFF.text()));
          return seen;
        }
      }
      """;

  private static URLClassLoader application;
  private final CacheCounters counters = new CacheCounters();
  private final CacheCounters second = new CacheCounters();
  private CacheAsideRuntime runtime;

  @BeforeAll
  static void weave() throws IOException {
    application = WovenClasses.load(Map.of("Tenants", TENANTS));
  }

  @AfterAll
  static void unload() throws IOException {
    application.close();
  }

  @BeforeEach
  void install() {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .store(MemoryStore::new)
                .listener(counters)
                .listener(second)
                .build());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void receivers_withDifferentKeys_haveEntriesOfTheirOwn() throws Exception {
    Object tenants = application.loadClass("shop.Tenants").getDeclaredConstructor().newInstance();
    assertThat(((Callable<?>) tenants).call())
        .isEqualTo(
            List.of(
                List.of("a1/1", "b1/1", "a1/1", "b1/1"),
                List.of("a/2", "b/2", "a/2", "b/2"),
                List.of("a7/3", "b7/3"),
                List.of("a1/4", "b1/1", "a/5", "b/2"),
                List.of("a7/6", "b7/3"),
                List.of("true", "1"),
                List.of("rows", "more", "ON", "OFF")));
    assertThat(counters.snapshot().misses()).isEqualTo(15);
    assertThat(second.snapshot()).as("of the second listener").isEqualTo(counters.snapshot());
  }
}
