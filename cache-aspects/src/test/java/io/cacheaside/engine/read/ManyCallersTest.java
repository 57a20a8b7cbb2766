package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Ten thousand callers at once, with the default configuration and a Redis that is well. */
@Timeout(120)
@Tag("heavy")
class ManyCallersTest {
  private static final int CALLERS = 10_000;
  private static final int KEYS = 100;

  private final CacheCounters counters = new CacheCounters();

  /** The annotated method; the test calls the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "many:{id}", ttl = "5m")
    static String find(int id) {
      return "";
    }
  }

  private static CallSite site() throws NoSuchMethodException {
    Method method = Annotated.class.getDeclaredMethod("find", int.class);
    return new CallSite(new AnnotatedMethod(method, List.of("id")));
  }

  private static String call(CallSite site, int id) {
    try {
      Object outcome = CacheEngine.installed().read(site, null, new Object[] {id});
      return (String) (outcome instanceof Load load ? load.completed("value " + id) : outcome);
    } catch (Throwable e) {
      throw new AssertionError("the cache broke the application", e);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
  void virtualThreadsOnCachedKeys_areAllServed() throws Exception {
    try (RedisServer server = RedisServer.startProcess();
        CacheAsideRuntime runtime =
            CacheAsideRuntime.install(
                CacheAsideConfig.builder()
                    .app("many")
                    .redis(server.uri())
                    .listener(counters)
                    .build())) {
      CallSite site = site();
      Await.until(
          "all keys are hits",
          () -> {
            long before = counters.snapshot().hits();
            for (int id = 0; id < KEYS; id++) {
              call(site, id);
            }
            return counters.snapshot().hits() == before + KEYS;
          });
      long hits = counters.snapshot().hits();
      long bypasses = counters.snapshot().bypasses();

      callFromAll(site);

      assertThat(counters.snapshot().bypasses()).as("%s", counters.snapshot()).isEqualTo(bypasses);
      assertThat(counters.snapshot().hits()).isEqualTo(hits + CALLERS);
      assertThat(counters.snapshot().breakerOpenings()).isZero();
      assertThat(runtime.isBreakerOpen()).isFalse();
    }
  }

  private static void callFromAll(CallSite site) throws Exception {
    ExecutorService callers =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int id = i % KEYS;
        answers.add(callers.submit(() -> call(site, id)));
      }
      for (int i = 0; i < CALLERS; i++) {
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("value " + i % KEYS);
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
