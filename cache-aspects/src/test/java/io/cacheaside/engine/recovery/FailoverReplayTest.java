package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.RedisAdmin;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.fixtures.Forwarder;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.store.GuardedStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Row 17 with real servers: two JVMs' engines on a primary whose replica takes over without the
 * last delete.
 */
@Timeout(180)
@Tag("heavy")
class FailoverReplayTest {
  private static final CallSite FIND = new CallSite(Examples.method(Examples.Users.class, "find"));
  private static final CallSite SAVE = new CallSite(Examples.onlyMethod(Writer.class));
  private static final String KEY = Examples.user(1).toString();

  interface Writer {
    @Invalidate(key = "user:{id}")
    void save(long id);
  }

  private final RedisServer primary = RedisServer.startProcess();
  private final RedisServer replica = RedisServer.startProcess();
  private final Forwarder address = new Forwarder(primary.port());
  private final Forwarder replication = new Forwarder(primary.port());
  private final RedisAdmin onPrimary = new RedisAdmin(primary.uri());
  private final RedisAdmin onReplica = new RedisAdmin(replica.uri());
  private final Node writer = new Node();
  private final Node reader = new Node();

  @AfterEach
  void close() {
    writer.close();
    reader.close();
    onPrimary.close();
    onReplica.close();
    address.close();
    replication.close();
    primary.close();
    replica.close();
  }

  private final class Node {
    final CacheCounters counters = new CacheCounters();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final GuardedStore store;
    private final CacheEngine engine;

    Node() {
      RedisStore redis =
          RedisStore.open(
              RedisStoreOptions.builder(address.uri())
                  .commandTimeout(Duration.ofSeconds(2))
                  .build());
      redis.firstConnection().join();
      store = new GuardedStore(redis, timer, counters);
      engine =
          new CacheEngine(
              "shop", store, new StubCodec(), counters, EngineOptions.DEFAULTS, Map.of(), timer);
    }

    String find(String inDatabase) {
      try {
        Object outcome = engine.read(FIND, null, new Object[] {1L});
        return (String) (outcome instanceof Load load ? load.completed(inDatabase) : outcome);
      } catch (Throwable e) {
        throw new AssertionError("the cache threw", e);
      }
    }

    long hits() {
      return counters.snapshot().hits();
    }

    void close() {
      engine.close();
      timer.shutdownNow();
      store.close();
    }
  }

  @Test
  void row17_failoverLosesADelete_oldValueIsNeverServed() {
    onReplica.replicaOf(replication.port());
    Await.until("cached", () -> reader.find("old").equals("old") && reader.hits() > 0);
    Await.until(
        "replicated, and not its lease",
        () -> Arrays.equals(onReplica.get(KEY), onPrimary.get(KEY)));
    assertThat(EntryFormat.isValue(onReplica.get(KEY))).isTrue();
    replication.refuse();
    writer.engine.invalidate(SAVE, null, new Object[] {1L}, null, true);
    assertThat(writer.counters.snapshot().undeliveredInvalidations()).isZero();
    assertThat(onPrimary.get(KEY)).isNull();

    primary.kill();
    onReplica.promote();
    assertThat(onReplica.get(KEY)).as("the old value is back").isNotNull();
    address.switchTo(replica.port());

    long before = reader.hits();
    Await.until(
        "served from the cache again",
        () -> {
          assertThat(reader.find("new")).isEqualTo("new");
          return reader.hits() > before;
        });
    assertThat(writer.find("new")).isEqualTo("new");
    Await.until(
        "the writer is connected again", () -> writer.counters.snapshot().reconnections() > 0);
    Await.until("the writer has delivered too", () -> writer.engine.undeliveredKeys() == 0);
  }
}
