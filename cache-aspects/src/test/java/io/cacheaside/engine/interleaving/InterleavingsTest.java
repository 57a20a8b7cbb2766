package io.cacheaside.engine.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.interleaving.CacheUnderTest.Node;
import io.cacheaside.engine.interleaving.CacheUnderTest.Read;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The interleavings of docs/protocol.md, one test for each row of its table, forced step by step on
 * a real server. {@link NaiveInterleavingsTest} runs the same rows on the textbook's cache. Rows 8,
 * 15, 16 and 17 belong to features that are not built yet.
 */
class InterleavingsTest {
  private static RedisServer server;

  final String id = UUID.randomUUID().toString();
  CacheUnderTest cache;
  private int db;

  @BeforeAll
  static void startServer() {
    server = RedisServer.startProcess();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static String uri() {
    return server.uri();
  }

  @BeforeEach
  void open() {
    cache = newCache(Duration.ZERO);
  }

  /** Returns a cache for a source whose readers lag behind by at most {@code settle}. */
  CacheUnderTest newCache(Duration settle) {
    return new LeasedCache(uri(), id, settle);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private LeasedCache leased() {
    return (LeasedCache) cache;
  }

  private void write(Node node) {
    node.beforeCommit();
    db++;
    node.afterCommit();
  }

  /**
   * A read that starts now, on a node of its own, may not return anything older than the source.
   */
  private void assertNothingOldIsServed() {
    Read fresh = cache.node().begin();
    if (!fresh.needsLoad()) {
      assertThat(fresh.value()).as("served after the invalidation completed").isEqualTo(db);
    }
  }

  @Test
  void row01_loadOvertakenByInvalidation() {
    Read reader = cache.node().begin();
    int old = db;
    write(cache.node());
    reader.complete(old);
    assertThat(reader.value()).isEqualTo(old);
    assertNothingOldIsServed();
  }

  @Test
  void row02_invalidationOfAbsentEntry() {
    Read reader = cache.node().begin();
    int old = db;
    // There is no value under the key, at most a lease: the delete has to count all the same.
    Node writer = cache.node();
    write(writer);
    write(writer);
    reader.complete(old);
    assertNothingOldIsServed();
  }

  @Test
  void row03_leaseExpiredAndRegranted() {
    Read slow = cache.node().begin();
    int old = db;
    cache.expireLease();
    write(cache.node());
    Read second = cache.node().begin();
    assertThat(second.needsLoad()).isTrue();
    second.complete(db);
    slow.complete(old);
    assertNothingOldIsServed();
  }

  @Test
  void row04_invalidationBeforeCommit() {
    Node writer = cache.node();
    writer.beforeCommit();
    cache.removeBehindItsBack();
    Read reader = cache.node().begin();
    reader.complete(db);
    db++;
    writer.afterCommit();
    assertNothingOldIsServed();
  }

  @Test
  void row04_methodEndsBeforeItsTransaction() {
    Node writer = cache.node();
    writer.methodEndsInTransaction();
    Read reader = cache.node().begin();
    reader.complete(db);
    db++;
    writer.commit();
    assertNothingOldIsServed();
  }

  @Test
  void row05_writerDies() {
    Read reader = cache.node().begin();
    int old = db;
    long loadMillis = 60;
    long started = System.nanoTime();
    Await.until(
        "the load has lasted",
        () -> System.nanoTime() - started > TimeUnit.MILLISECONDS.toNanos(loadMillis));
    reader.complete(old);
    db++;
    // The writer died before its invalidation: the hard TTL heals, counted from the load's start.
    assertThat(cache.remainingTtlMillis()).isPositive().isLessThanOrEqualTo(60_000 - loadMillis);
  }

  @Test
  void row05_fencedWriterDies() {
    cache.node().fence();
    Read reader = cache.node().begin();
    reader.complete(db);
    db++;
    // The writer died before its invalidation: the fence ends what was cached meanwhile.
    assertThat(cache.remainingTtlMillis())
        .isPositive()
        .isLessThanOrEqualTo(LeasedCache.FENCE.toMillis());
  }

  @Test
  void row06_secondGrantInOneJvm() {
    Node node = cache.node();
    Read first = node.begin();
    int old = db;
    cache.expireLease();
    write(cache.node());
    Read second = node.begin();
    first.complete(old);
    assertNothingOldIsServedBesides(second);
  }

  /** The lease of the second read is still held, so a fresh reader would wait for it. */
  private void assertNothingOldIsServedBesides(Read second) {
    if (second.needsLoad()) {
      second.complete(db);
    }
    assertThat(second.value()).isEqualTo(db);
    assertNothingOldIsServed();
  }

  @Test
  void row07_readerAfterInvalidationJoinsNoOlderLoad() {
    Node node = cache.node();
    Read first = node.begin();
    int old = db;
    write(cache.node());
    Read later = node.begin();
    first.complete(old);
    if (later.needsLoad()) {
      later.complete(db);
    }
    assertThat(later.value()).isEqualTo(db);
  }

  @Test
  void row09_acquireExecutedTwice() {
    // The server stops before it answers the acquire, so the client cannot know whether it ran.
    LeasedCache.LeasedNode node =
        leased()
            .node(
                1,
                store ->
                    new StoreDecorator(store) {
                      @Override
                      public CompletableFuture<Grant> acquire(
                          Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
                        server.pause();
                        return super.acquire(key, token, leaseMillis, seen);
                      }
                    });
    Read reader = node.begin();
    int old = db;
    assertThat(reader.needsLoad()).isTrue();
    server.resume();
    // The acquire runs now. Its token is void: nothing is loaded under it, and it is given back.
    Await.until("no lease stays behind", () -> leased().heldToken() == null);
    write(cache.node());
    reader.complete(old);
    assertThat(node.counters.snapshot().populates()).isZero();
    assertNothingOldIsServed();
  }

  @Test
  void row10_loadInAnOldSnapshot() {
    int old = db;
    write(cache.node());
    Read reader = cache.node().beginInTransaction();
    reader.complete(old);
    assertThat(reader.value()).isEqualTo(old);
    assertNothingOldIsServed();
  }

  @Test
  void row10_loadFromALaggingReplica() {
    Duration lag = Duration.ofSeconds(5);
    cache.close();
    cache = newCache(lag);
    int old = db;
    write(cache.node());
    Read reader = cache.node().begin();
    reader.complete(old);
    assertThat(cache.remainingTtlMillis()).isPositive().isLessThanOrEqualTo(lag.toMillis());
  }

  @Test
  void row11_firstWriterDoesNotLiftTheFenceOfTheSecond() {
    Node first = cache.node();
    Node second = cache.node();
    first.fence();
    second.fence();
    db++;
    first.afterCommit();
    Read reader = cache.node().begin();
    reader.complete(db);
    db++;
    // The second writer died before its invalidation.
    assertThat(cache.remainingTtlMillis())
        .isPositive()
        .isLessThanOrEqualTo(LeasedCache.FENCE.toMillis());
  }

  @Test
  void row12_loaderCrashes() {
    Read crashed = cache.node().begin();
    assertThat(crashed.needsLoad()).isTrue();
    CompletableFuture<Read> waiter = cache.node().beginElsewhere();
    cache.expireLease();
    Read successor = waiter.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(successor.needsLoad()).isTrue();
    successor.complete(db);
    assertNothingOldIsServed();
  }

  @Test
  void row13_manyJvmsMissOneKey() {
    Read leader = cache.node().begin();
    List<CompletableFuture<Read>> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(cache.node().beginElsewhere());
    }
    leader.complete(db);
    for (CompletableFuture<Read> other : others) {
      Read read = other.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(read.needsLoad()).isFalse();
      assertThat(read.value()).isEqualTo(db);
    }
  }

  @Test
  void row14_hotKeyInvalidatedUnderLoad() {
    Read overtaken = cache.node().begin();
    int old = db;
    write(cache.node());
    Read leader = cache.node().begin();
    assertThat(leader.needsLoad()).isTrue();
    CompletableFuture<Read> herd = cache.node().beginElsewhere();
    overtaken.complete(old);
    leader.complete(db);
    Read follower = herd.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(follower.needsLoad()).isFalse();
    assertThat(follower.value()).isEqualTo(db);
  }

  @Test
  void row18_redisUnreachableDuringInvalidation() {
    Node node = cache.node();
    node.begin().complete(db);
    cache.refuseDeletes(true);
    try {
      write(node);
      Read here = node.begin();
      assertThat(here.needsLoad()).as("an undelivered key is not served in this JVM").isTrue();
      here.complete(db);
    } finally {
      cache.refuseDeletes(false);
    }
    node.awaitRecovery();
    assertNothingOldIsServed();
  }

  @Test
  void row19_leaseEvicted() {
    Read first = cache.node().begin();
    int old = db;
    cache.removeBehindItsBack();
    Read second = cache.node().begin();
    assertThat(second.needsLoad()).isTrue();
    write(cache.node());
    first.complete(old);
    second.complete(old);
    assertNothingOldIsServed();
  }

  @Test
  void row20_twoSchemas() {
    db = 4711;
    Node before = cache.node(1);
    Node after = cache.node(2);
    before.begin().complete(db);
    Read read = after.begin();
    if (read.needsLoad()) {
      read.complete(db);
    }
    assertThat(read.value()).as("read by the new version").isEqualTo(db);
    // One key for both versions: the old version's invalidation reaches the new version's entry.
    write(before);
    Read afterwards = after.begin();
    assertThat(afterwards.needsLoad()).isTrue();
  }

  @Test
  void row21_invalidationDeliveredLateOrTwice() {
    Node node = cache.node();
    write(node);
    node.begin().complete(db);
    node.afterCommit();
    Read reload = node.begin();
    assertThat(reload.needsLoad()).isTrue();
    node.afterCommit();
    reload.complete(db);
    assertThat(reload.value()).isEqualTo(db);
    assertNothingOldIsServed();
  }
}
