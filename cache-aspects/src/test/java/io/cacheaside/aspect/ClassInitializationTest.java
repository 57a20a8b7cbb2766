package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.store.MemoryStore;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Methods that are called while a superclass or an interface of their class initializes: the class
 * itself has not begun to, so what weaving put into it is not there yet.
 */
@ParameterizedClass
@CsvSource({
  "-parameters, -proc:none",
  "-g, -proc:none",
  "-parameters, -XnoInline",
  "-g, -XnoInline"
})
class ClassInitializationTest {
  private static final String BASE =
      """
      public class Base {
        static final List<Object> SEEN = new ArrayList<>();

        static {
          Derived.add(7);
          new Derived().save(7, 8);
          Derived.saveMany(1, 2, 3, 4, 5, 6, 7);
          Derived.saveBoth(9);
        }
      }
      """;
  private static final String DERIVED =
      """
      public class Derived extends Base {
        static int loads;

        static void add(int id) {
          SEEN.add(twice(id));
          SEEN.add(many(1, 2, 3, 4, 5, 6, 7));
          SEEN.add(new Derived().own(id));
        }

        @CacheAside(key = "twice:{id}", ttl = "5m")
        static int twice(int id) {
          loads++;
          return 2 * id;
        }

        @CacheAside(key = "own:{id}", ttl = "5m")
        int own(int id) {
          loads++;
          return id;
        }

        @CacheAside(key = "{a}:{b}:{c}:{d}:{e}:{f}:{g}", ttl = "5m")
        static String many(int a, int b, int c, int d, int e, int f, int g) {
          loads++;
          return "many" + g;
        }

        @Invalidate(key = {"entry:{id}", "entry:{other}"})
        void save(int id, int other) {}

        @Invalidate(key = "many:{g}")
        static void saveMany(int a, int b, int c, int d, int e, int f, int g) {}

        @CacheAside(key = "both:{id}", ttl = "5m")
        @Invalidate(key = "entry:{id}")
        static int saveBoth(int id) {
          return id;
        }
      }
      """;
  private static final String PLUGIN =
      """
      public interface Plugin {
        int SIZE = Loaded.size("plugin");

        default int size() {
          return SIZE;
        }
      }
      """;
  private static final String LOADED =
      """
      public class Loaded implements Plugin {
        @CacheAside(key = "size:{name}", ttl = "5m")
        static int size(String name) {
          return name.length();
        }
      }
      """;
  private static final String PROGRAM =
      """
      public class Program implements java.util.concurrent.Callable<List<Object>> {
        public List<Object> call() {
          List<Object> seen = new ArrayList<>();
          new Derived();
          seen.addAll(Base.SEEN);
          seen.add(new Loaded().size());
          seen.add(Derived.loads);
          seen.add(Derived.twice(3));
          seen.add(Derived.twice(3));
          seen.add(Derived.loads);
          return seen;
        }
      }
      """;

  private final boolean hasNames;
  private final URLClassLoader application;
  private final RecordingListener events = new RecordingListener();
  private CacheAsideRuntime runtime;

  ClassInitializationTest(String javacOption, String ajcOption) throws Exception {
    hasNames = javacOption.equals("-parameters");
    application =
        WovenClasses.loader(
            WovenClasses.weave(
                Map.of(
                    "Base", BASE, "Derived", DERIVED, "Plugin", PLUGIN, "Loaded", LOADED, "Program",
                    PROGRAM),
                List.of(javacOption),
                List.of(ajcOption)));
  }

  @BeforeEach
  void install() {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("test")
                .store(MemoryStore::new)
                .listener(events)
                .build());
  }

  @AfterEach
  void close() throws Exception {
    runtime.close();
    application.close();
  }

  @Test
  void methods_calledBeforeTheirClassInitializes_runUncached_andInvalidate() throws Exception {
    Callable<?> program = WovenClasses.create(application, "Program", Callable.class);

    assertThat(program.call()).isEqualTo(List.of(14, "many7", 7, 6, 3, 6, 6, 4));

    List<String> invalidated =
        events.events().stream()
            .filter(e -> e.startsWith("onInvalidate") || e.startsWith("onClear"))
            .toList();
    assertThat(invalidated)
        .isEqualTo(
            hasNames
                ? List.of(
                    "onInvalidate test:default:{entry:7} true",
                    "onInvalidate test:default:{entry:8} true",
                    "onInvalidate test:default:{many:7} true",
                    "onInvalidate test:default:{entry:9} true")
                : List.of("onClear default true", "onClear default true", "onClear default true"));
  }

  @Test
  void methods_withoutRuntime_run() throws Exception {
    runtime.close();

    Callable<?> program = WovenClasses.create(application, "Program", Callable.class);

    assertThat(program.call()).isEqualTo(List.of(14, "many7", 7, 6, 3, 6, 6, 5));
  }
}
