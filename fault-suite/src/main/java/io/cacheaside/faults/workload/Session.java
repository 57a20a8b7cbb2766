package io.cacheaside.faults.workload;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.faults.history.HistoryWriter;
import io.cacheaside.testing.Await;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client's part in one run, from the installation of the cache to its removal. */
final class Session {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DELIVERY = Duration.ofSeconds(15);

  private final SeamErrors errors = new SeamErrors();
  private final VersionTable table;
  private final HistoryWriter history;
  private final @Nullable CacheAsideRuntime runtime;
  private final @Nullable NaiveVersions naive;
  private final Workers workers;

  private Session(String jdbcUrl, Assignment assignment) {
    history = new HistoryWriter(assignment.history(), assignment.client());
    int threads = assignment.readers() + assignment.writers() + 1;
    table = new VersionTable(jdbcUrl, threads, history, assignment.sharedKeys());
    Versions versions;
    if (assignment.side() == Assignment.Side.NAIVE) {
      runtime = null;
      naive =
          new NaiveVersions(
              table, history, assignment.redisUri(), assignment.app(), assignment.ttl().toMillis());
      versions = naive;
    } else {
      naive = null;
      runtime =
          CacheAsideRuntime.install(
              config(assignment), store -> RecordingStore.around(errors.around(store), history));
      versions = new CachedVersions(table);
    }
    workers = new Workers(assignment, versions, history);
  }

  /** Installs the cache and starts the threads. */
  static Session begin(String jdbcUrl, Assignment assignment) {
    Session session = new Session(jdbcUrl, assignment);
    session.workers.start();
    return session;
  }

  private CacheAsideConfig config(Assignment assignment) {
    return CacheAsideConfig.builder()
        .redis(assignment.redisUri())
        .requireRedisAtStart(true)
        .startTimeout(START_TIMEOUT)
        .app(assignment.app())
        .lease(assignment.lease())
        .region(CachedVersions.REGION, r -> r.ttl(assignment.ttl()))
        .codec(errors.around(new KryoCodec(KryoCodecOptions.defaults())))
        .listener(errors.around(new CallTrace.Listener()))
        .build();
  }

  /** Returns how many reads and writes ended so far. */
  long operations() {
    return workers.operations();
  }

  /** Returns when one of the latest hits began. */
  long lastHit() {
    return workers.lastHit();
  }

  /** Makes the JVM halt after the next commit. */
  void halt() {
    table.haltAfterCommit();
  }

  /** Lets one of so many calls of the store, the codec and the listener throw; 0 for none. */
  void errors(int oneIn) {
    errors.oneIn(oneIn);
  }

  /** Makes so many reads at once, and returns when all have ended. */
  void crowd(int calls) throws InterruptedException {
    workers.crowd(calls);
  }

  /** Starts to invalidate {@code keys} different keys, without a pause at first. */
  void touch(int keys) {
    workers.startTouching(keys, keys);
  }

  /** Returns how many invalidations are not delivered. */
  int undeliveredKeys() {
    return runtime == null ? 0 : runtime.undeliveredKeys();
  }

  /** Returns how many invalidations {@link #touch} made so far. */
  long touched() {
    return workers.touched();
  }

  /**
   * Stops the threads, waits until all invalidations are delivered, and removes the cache.
   *
   * @return how many invalidations were not delivered within 15 s
   */
  int end() throws InterruptedException {
    workers.stop();
    Await.within(DELIVERY, () -> undeliveredKeys() == 0);
    int left = undeliveredKeys();
    if (runtime != null) {
      runtime.close();
    }
    if (naive != null) {
      naive.close();
    }
    table.close();
    history.close();
    return left;
  }
}
