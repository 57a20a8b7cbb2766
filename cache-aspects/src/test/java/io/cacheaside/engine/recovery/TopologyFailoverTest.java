package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.engine.testing.Items;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.CacheListener.BreakerState;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.SentinelServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application under load while its primary is lost or its slots move: it notices nothing. */
@Timeout(180)
@Tag("slow")
class TopologyFailoverTest {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyFailoverTest.class);
  private static final int KEYS = 60;
  private static final int THREADS = 4;

  private final CacheCounters counters = new CacheCounters();
  private final Items items = new Items();
  private final List<Thread> load = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private CacheAsideRuntime runtime;

  private void install(String uri) {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("failover")
                .redis(uri)
                .requireRedisAtStart(true)
                .startTimeout(Duration.ofSeconds(20))
                .listener(counters)
                .build());
    awaitHits();
  }

  @AfterEach
  void close() throws InterruptedException {
    stopLoad();
    if (runtime != null) {
      runtime.close();
    }
  }

  private String call(int id) throws Throwable {
    return items.find(id, () -> "value " + id);
  }

  private void callAsTest(int id) {
    try {
      assertThat(call(id)).isEqualTo("value " + id);
    } catch (Throwable e) {
      throw new AssertionError("the cache broke the application", e);
    }
  }

  /** Every key is a hit. */
  private void awaitHits() {
    for (int key = 0; key < KEYS; key++) {
      int id = key;
      Await.until(
          "item " + id + " is a hit",
          () -> {
            long before = counters.snapshot().hits();
            callAsTest(id);
            return counters.snapshot().hits() > before;
          });
    }
  }

  private void startLoad() {
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::loadUntilStopped, "load-" + i);
      thread.start();
      load.add(thread);
    }
  }

  private void loadUntilStopped() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!stopped) {
      int id = random.nextInt(KEYS);
      try {
        if (!call(id).equals("value " + id)) {
          throw new AssertionError("another value");
        }
        if (random.nextInt(10) == 0) {
          items.save(id);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private void stopLoad() throws InterruptedException {
    stopped = true;
    for (Thread thread : load) {
      thread.join();
    }
  }

  /** Load goes on until hits are back, and nobody saw an exception or a wrong value. */
  private void assertRecovered(String what, long since) throws InterruptedException {
    stopLoad();
    awaitHits();
    LOG.info(
        "{}: every key is a hit {} ms after the election was seen",
        what,
        (System.nanoTime() - since) / 1_000_000);
    assertThat(failure).hasNullValue();
    Await.until("the invalidations are delivered", () -> runtime.undeliveredKeys() == 0);
    assertThat(runtime.isBreakerOpen()).isFalse();
    assertThat(counters.snapshot().breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void sentinel_primaryKilled() throws InterruptedException {
    try (SentinelServers servers = SentinelServers.start()) {
      install(servers.uri());
      startLoad();
      RedisServer old = servers.primary();
      old.kill();
      servers.awaitNewPrimary(old);
      assertRecovered("Sentinel, killed", System.nanoTime());
      close();
    }
  }

  @Test
  void sentinel_primaryPaused() throws InterruptedException {
    try (SentinelServers servers = SentinelServers.start()) {
      install(servers.uri());
      startLoad();
      RedisServer old = servers.primary();
      old.pause();
      servers.awaitNewPrimary(old);
      assertRecovered("Sentinel, paused", System.nanoTime());
      close();
    }
  }

  @Test
  void cluster_primaryKilled() throws InterruptedException {
    try (ClusterServers servers = ClusterServers.start()) {
      install(servers.uri());
      startLoad();
      RedisServer old = servers.primaryOf(0);
      old.kill();
      servers.awaitNewPrimary(0, old);
      assertRecovered("Cluster, killed", System.nanoTime());
      close();
    }
  }

  /** While the other slots may go on, one silent node does not open the breaker of the others. */
  @Test
  void cluster_primaryPaused() throws InterruptedException {
    try (ClusterServers servers = ClusterServers.start("--cluster-require-full-coverage", "no")) {
      install(servers.uri());
      startLoad();
      RedisServer old = servers.primaryOf(0);
      old.pause();
      Await.until("the breaker of one opens", runtime::isBreakerOpen);
      int id = keyOf(servers, servers.primaryOf(ClusterServers.SLOTS - 1));
      Await.until(
          "others hit meanwhile",
          () -> {
            long before = counters.snapshot().hits();
            callAsTest(id);
            return counters.snapshot().hits() > before;
          });
      servers.awaitNewPrimary(0, old);
      assertRecovered("Cluster, paused", System.nanoTime());
      close();
    }
  }

  private static int keyOf(ClusterServers servers, RedisServer primary) {
    for (int id = 0; id < KEYS; id++) {
      String key = "failover:default:{item:" + id + "}";
      if (servers.primaryOf(servers.slotOf(key)) == primary) {
        return id;
      }
    }
    throw new AssertionError("no key lies at " + primary);
  }

  @Test
  void cluster_slotsMove() throws InterruptedException {
    try (ClusterServers servers = ClusterServers.start()) {
      install(servers.uri());
      startLoad();
      RedisServer first = servers.primaryOf(0);
      RedisServer last = servers.primaryOf(ClusterServers.SLOTS - 1);
      for (int id = 0; id < KEYS; id++) {
        int slot = servers.slotOf("failover:default:{item:" + id + "}");
        servers.moveSlot(slot, servers.primaryOf(slot) == first ? last : first);
      }
      assertRecovered("Cluster, slots moved", System.nanoTime());
      close();
    }
  }
}
