package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Woven methods that call themselves until the stack ends, in an application with a real Redis. */
class StackEndTest {
  private static final long STACK_BYTES = 512 << 10;

  private static final String NODES =
      """
      public class Nodes implements java.util.function.LongFunction<Object> {
        static int loads;

        @Invalidate(key = "node:{id}")
        static void touch(long id) {
          if (id > 0) {
            touch(id + 1);
          }
        }

        @CacheAside(key = "node:{id}", ttl = "5m")
        static String node(long id) {
          return id + "/" + ++loads;
        }

        @CacheAside(key = "sum:{id}", ttl = "5m")
        static long sum(long id) {
          return id + sum(id + 1);
        }

        /** Touches for positive numbers, reads for negative ones, sums from zero. */
        public Object apply(long id) {
          if (id > 0) {
            touch(id);
            return null;
          }
          return id == 0 ? sum(id) : node(-id);
        }
      }
      """;

  private final RedisServer server = RedisServer.startProcess();
  private final CacheCounters counters = new CacheCounters();
  private URLClassLoader application;
  private LongFunction<Object> nodes;
  private CacheAsideRuntime runtime;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void start() throws IOException, ReflectiveOperationException {
    application = WovenClasses.load(Map.of("Nodes", NODES));
    nodes =
        (LongFunction<Object>)
            application.loadClass("shop.Nodes").getDeclaredConstructor().newInstance();
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("stack")
                .redis(server.uri())
                .listener(counters)
                .requireRedisAtStart(true)
                .build());
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    server.close();
    application.close();
  }

  private Object node(long id) {
    return nodes.apply(-id);
  }

  private void untilTheStackEnds(long from) throws InterruptedException {
    AtomicLong overflows = new AtomicLong();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                Object unused = nodes.apply(from);
              } catch (StackOverflowError e) {
                overflows.incrementAndGet();
              }
            },
            "recursion",
            STACK_BYTES);
    thread.start();
    thread.join();
    assertThat(overflows).as("it ends with the method's own Error").hasValue(1);
  }

  private void assertServesAndOwesNothing() {
    Await.until("nothing is undelivered", () -> runtime.undeliveredKeys() == 0);
    Await.until("the breaker is closed", () -> !runtime.isBreakerOpen());
    Await.until("hits again", () -> node(1_000_000).equals(node(1_000_000)));
  }

  @Test
  void invalidations_allReachTheirKeys() throws InterruptedException {
    Object first = node(1);
    for (int round = 1; round <= 5; round++) {
      Object before = node(2);
      untilTheStackEnds(1);
      assertThat(node(2)).as("round %s", round).isNotEqualTo(before);
    }

    assertServesAndOwesNothing();
    assertThat(node(1)).isNotEqualTo(first).isEqualTo(node(1));
  }

  @Test
  void reads_leaveNothingBehind() throws InterruptedException {
    for (int round = 1; round <= 5; round++) {
      untilTheStackEnds(0);
    }

    assertServesAndOwesNothing();
  }
}
