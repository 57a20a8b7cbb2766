package io.cacheaside.engine.recovery;

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
import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that gains a primary keeps what it has cached: nothing was lost on the way. */
@Timeout(180)
@Tag("heavy")
class NewShardTest {
  private static final int KEYS = 500;

  private final CacheCounters counters = new CacheCounters();
  private final ClusterServers servers = ClusterServers.start();
  private CallSite find;
  private CacheAsideRuntime runtime;

  /** The annotated method; the test calls the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "item:{id}", ttl = "5m")
    static String find(int id) {
      return "";
    }
  }

  @AfterEach
  void close() {
    if (runtime != null) {
      runtime.close();
    }
    servers.close();
  }

  private void install() throws NoSuchMethodException {
    find =
        new CallSite(
            new AnnotatedMethod(
                Annotated.class.getDeclaredMethod("find", int.class), List.of("id")));
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("shards")
                .redis(servers.uri())
                .requireRedisAtStart(true)
                .startTimeout(Duration.ofSeconds(20))
                .commandTimeout(Duration.ofSeconds(2))
                .listener(counters)
                .build());
  }

  /** Returns whether it was a hit. */
  private boolean call(int id) {
    long before = counters.snapshot().hits();
    try {
      Object outcome = CacheEngine.installed().read(find, null, new Object[] {id});
      Object value = outcome instanceof Load load ? load.completed("value " + id) : outcome;
      assertThat(value).isEqualTo("value " + id);
    } catch (Throwable e) {
      throw new AssertionError("the cache broke the application", e);
    }
    return counters.snapshot().hits() > before;
  }

  private int hits() {
    int hits = 0;
    for (int id = 0; id < KEYS; id++) {
      hits += call(id) ? 1 : 0;
    }
    return hits;
  }

  @Test
  void oneSlotMovedToANewPrimary_everythingElseStaysCached_andSoDoesWhatMoved()
      throws NoSuchMethodException {
    install();
    Await.until("everything is cached", () -> hits() == KEYS);
    int slot = servers.slotOf("shards:default:{item:7}");
    RedisServer added = servers.addPrimary();
    servers.moveSlot(slot, added);
    Await.until("the slot is seen to have moved", () -> !call(7));
    assertThat(hits()).as("of all but those of the slot").isGreaterThanOrEqualTo(KEYS - 5);
    Await.until("the moved keys are served from there", () -> call(7));
    long misses = counters.snapshot().misses();
    assertThat(hits()).isGreaterThanOrEqualTo(KEYS - 5);
    assertThat(counters.snapshot().misses()).as("nothing was lost").isEqualTo(misses);
    assertThat(counters.snapshot().rewinds()).isZero();
    assertThat(counters.snapshot().undeliveredInvalidations()).isZero();
  }
}
