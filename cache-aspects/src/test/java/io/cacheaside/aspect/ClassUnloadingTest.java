package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.engine.testing.ShapedEngine;
import io.cacheaside.engine.testing.ShapedEngine.Shape;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.SharedRedis;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Applications that come and go in one JVM, each with a class loader of its own, while the
 * framework stays: as in a servlet container that has it in its shared class path.
 */
class ClassUnloadingTest {
  private static final int APPLICATIONS = 5;

  private static final String USERS =
      """
      public class Users {
        public String tenant = "a";
        static int loads;

        public static final class User {
          public String name = "Ann";
        }

        @CacheAside(key = "user:{this.tenant}:{id}", ttl = "5m")
        public User find(long id) {
          loads++;
          return new User();
        }

        @CacheAside(key = "broken:{this.tenant}", ttl = "5m")
        public Object broken() {
          return null;
        }

        @Invalidate(key = "user:{this.tenant}:{id}", when = Invalidate.When.AROUND)
        public void save(long id) {}
      }
      """;
  private static final String CALLS =
      """
      public class Calls implements java.util.concurrent.Callable<Integer> {
        public Integer call() throws Exception {
          Users users = new Users();
          for (int i = 0; i < 3; i++) {
            users.find(1);
            users.find(2);
          }
          users.save(1);
          users.find(1);
          try (var scope = io.cacheaside.transaction.InvalidationScope.begin()) {
            users.save(2);
            users.find(2);
            scope.committed();
          }
          try {
            users.broken();
          } catch (io.cacheaside.spi.InvalidAnnotationException e) {
            // as it should be
          }
          Thread reader = new Thread(() -> users.find(1));
          reader.start();
          reader.join();
          return Users.loads;
        }
      }
      """;
  private static final String APPLICATION =
      """
      import io.cacheaside.*;

      public class Application implements java.util.concurrent.Callable<Integer> {
        static class Listener implements io.cacheaside.spi.CacheListener {}

        public Integer call() throws Exception {
          CacheAsideConfig config =
              CacheAsideConfig.builder()
                  .app("unloading")
                  .redis(System.getProperty("unloading.redis"))
                  .weavingCheck(WeavingCheck.OFF)
                  .listener(new Listener())
                  .build();
          try (CacheAsideRuntime unused = CacheAsideRuntime.install(config)) {
            return new Calls().call();
          }
        }
      }
      """;

  private static Path woven;

  @BeforeAll
  static void weave() throws IOException {
    woven =
        WovenClasses.weave(
            Map.of("Users", USERS, "Calls", CALLS, "Application", APPLICATION),
            List.of(),
            List.of());
    System.setProperty("unloading.redis", SharedRedis.uri());
  }

  /** Runs it in a class loader, as its application would, and lets go of everything. */
  private static WeakReference<ClassLoader> runAndClose(String name) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = WovenClasses.loader(woven)) {
      thread.setContextClassLoader(loader);
      assertThat((int) WovenClasses.create(loader, name, Callable.class).call()).isPositive();
      return new WeakReference<>(loader);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void assertCollected(List<WeakReference<ClassLoader>> loaders) {
    Await.within(
        Duration.ofSeconds(30),
        () -> {
          System.gc();
          return reachable(loaders) == 0;
        });
    assertThat(reachable(loaders)).as("reachable class loaders").isZero();
  }

  private static long reachable(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  @Test
  void applications_thatCloseTheirRuntime_areUnloaded() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < APPLICATIONS; i++) {
      loaders.add(runAndClose("Application"));
    }
    assertCollected(loaders);
  }

  @Test
  void applications_ofOneRuntime_areUnloadedWhileItRuns() throws Exception {
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .app("unloading-shared")
            .redis(SharedRedis.uri())
            .commandTimeout(Duration.ofSeconds(2))
            .build();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (CacheAsideRuntime unused = CacheAsideRuntime.install(config)) {
      for (int i = 0; i < APPLICATIONS; i++) {
        loaders.add(runAndClose("Calls"));
      }
      assertCollected(loaders);
    }
  }

  /** What the bodies are run through hangs on their classes. */
  @Test
  void applications_whoseBodiesWereRunElsewhere_areUnloadedWhileTheEngineRuns() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    try (ShapedEngine unused = ShapedEngine.installed(Shape.ANOTHER_THREAD, timer)) {
      for (int i = 0; i < APPLICATIONS; i++) {
        loaders.add(runAndClose("Calls"));
      }
      assertCollected(loaders);
    } finally {
      timer.shutdownNow();
    }
  }
}
