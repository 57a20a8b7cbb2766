package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.metrics.CacheCounters.Snapshot;
import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.ReplyProxy;
import io.cacheaside.testing.ReplyProxy.Mistreatment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many threads read many keys through a proxy that loses, doubles and swaps replies, and loses and
 * makes up pushes: no call gets the value of another key, and hits come back with the proxy's
 * manners.
 */
@Timeout(180)
@Tag("heavy")
class MisdeliveredRepliesTest {
  private static final int KEYS = 200;
  private static final int THREADS = 8;
  private static final int MISTREATED = 15;
  private static final int ONE_IN = 60;
  private static final long SEED = 7;

  private RedisServer server;
  private ReplyProxy proxy;
  private WholeCache cache;

  /** The annotated methods: all entries have one type, so that nothing but their key differs. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "text:{id}", ttl = "10m")
    static String text(int id) {
      return value(id);
    }

    @Invalidate(key = "text:{id}")
    static void save(int id) {}

    @CacheAside(region = "other", key = "text:{id}", ttl = "10m")
    static String other(int id) {
      return value(id);
    }
  }

  /** Every seventh key has no value, and every fourth one that is staged. */
  private static String value(int id) {
    return id % 7 == 0 ? null : ("value of " + id + " ").repeat(id % 4 == 0 ? 500 : 5);
  }

  @BeforeEach
  void open() {
    server = RedisServer.startProcess();
    proxy = ReplyProxy.to(server);
    cache =
        new WholeCache(
            server,
            Annotated.class,
            config ->
                config
                    .redis(proxy.uri())
                    .commandTimeout(Duration.ofMillis(200))
                    .lease(Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() {
    cache.close();
    proxy.close();
    server.close();
  }

  private static String method(int id) {
    return id % 2 == 0 ? "text" : "other";
  }

  /** Returns what is wrong with an answer, or null. */
  private String read(int id) {
    Object answer = cache.read(method(id), value(id), id);
    return Objects.equals(answer, value(id)) ? null : id + " got " + answer;
  }

  private void work(int thread, Queue<String> wrong) {
    SplittableRandom random = new SplittableRandom(SEED + thread);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (proxy.mistreated() < MISTREATED && System.nanoTime() - deadline < 0) {
      int id = random.nextInt(KEYS);
      String problem = read(id);
      if (problem != null) {
        wrong.add(problem);
      }
      if (random.nextInt(10) == 0) {
        cache.write("save", random.nextInt(KEYS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DROP_PUSH") // nobody here waits for one
  void reads_throughAProxyThatMistreatsReplies_neverGetAnotherKeysValue(Mistreatment mistreatment)
      throws InterruptedException {
    for (int id = 0; id < KEYS; id++) {
      assertThat(read(id)).isNull();
    }
    proxy.mistreat(ONE_IN, SEED, mistreatment);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread = new Thread(() -> runAndCount(number, wrong, done));
      threads.add(thread);
      thread.start();
    }
    done.await();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(proxy.mistreated()).isGreaterThanOrEqualTo(MISTREATED);
    proxy.pass();
    assertHitsComeBack();
  }

  private void runAndCount(int number, Queue<String> wrong, CountDownLatch done) {
    try {
      work(number, wrong);
    } catch (RuntimeException | Error e) {
      wrong.add(e.toString());
    } finally {
      done.countDown();
    }
  }

  private void assertHitsComeBack() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long hits = 0;
    while (hits < KEYS) {
      assertThat(System.nanoTime() - deadline).as("%d of %d are hits", hits, KEYS).isNegative();
      Snapshot before = cache.counters.snapshot();
      for (int id = 0; id < KEYS; id++) {
        assertThat(read(id)).isNull();
      }
      Snapshot after = cache.counters.snapshot();
      hits = after.hits() - before.hits() + after.negativeHits() - before.negativeHits();
    }
  }
}
