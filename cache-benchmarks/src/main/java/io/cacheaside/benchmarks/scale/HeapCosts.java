package io.cacheaside.benchmarks.scale;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the JVM's heap holds for loads and waiters. */
final class HeapCosts {
  private static final int THREADS = 1_000;
  private static final int WATCHERS = 4_000; // fewer than the commands that may be under way
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long FIRST = 1_000_000;

  private final Server server;
  private final Library library;
  private long nextKey = FIRST;

  HeapCosts(Server server, Library library) {
    this.server = server;
    this.library = library;
  }

  void measure(Figures figures) throws Exception {
    Figures.Table table = figures.table("heap of the JVM", "bytes each");
    parked((latch, number) -> library.gated(nextKey + number)); // classes are loaded now
    double plain = parked((latch, number) -> latch.await());
    double loading = parked((latch, number) -> library.gated(nextKey + number));
    double joining = parked((latch, number) -> library.gated(nextKey));
    table.row("load under a lease, beyond the thread's own", loading - plain);
    table.row("call that joined a load, beyond the same", joining - plain);
    watchers(table);
  }

  /** What a thread does until the latch is at zero. */
  private interface Body {
    void run(CountDownLatch latch, int number) throws Exception;
  }

  /** Returns how much heap each of the threads takes while it waits. */
  private double parked(Body body) throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    library.gate(latch);
    AtomicInteger failures = new AtomicInteger();
    double before = usedHeap();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  body.run(latch, number);
                } catch (Exception e) {
                  failures.incrementAndGet();
                }
              });
      threads.add(thread);
      thread.start();
    }
    awaitParked(threads);
    double each = (usedHeap() - before) / THREADS;
    latch.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    nextKey += THREADS;
    if (failures.get() > 0) {
      throw new IllegalStateException(failures + " of the waiting calls failed");
    }
    return each;
  }

  /** Waits until no thread has run for a while: what they wait for is not seen from outside. */
  private static void awaitParked(List<Thread> threads) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int quiet = 0;
    while (quiet < 5) {
      boolean all =
          threads.stream()
              .map(Thread::getState)
              .allMatch(
                  state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
      quiet = all ? quiet + 1 : 0;
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the waiting threads did not come to rest within 20 s");
      }
      Thread.sleep(100);
    }
  }

  private void watchers(Figures.Table table) throws Exception {
    RedisStoreOptions options =
        RedisStoreOptions.builder(server.uri()).commandTimeout(Duration.ofSeconds(5)).build();
    try (RedisStore store = RedisStore.open(options)) {
      store.firstConnection().get(10, TimeUnit.SECONDS);
      LeaseToken token = new LeaseToken(-1, 1);
      Key one = Key.of("scale:default:{watched}");
      store.acquire(one, token, 60_000, null).get(5, TimeUnit.SECONDS);
      CompletableFuture<?> first = store.watch(one, token);
      Await.until(
          "the tracked connection is made", () -> server.clients().contains("cacheaside-watch"));
      Thread.sleep(500);
      table.row("watch of another JVM's lease", watching(store, token, one, 0));
      for (int i = 0; i < WATCHERS; i++) {
        store.acquire(watched(i), token, 60_000, null).get(5, TimeUnit.SECONDS);
      }
      table.row("the same, each for a key of its own", watching(store, token, one, 1));
      first.cancel(false);
    }
  }

  private static Key watched(int number) {
    return Key.of("scale:default:{watched:" + (10_000 + number) + "}");
  }

  private static double watching(RedisStore store, LeaseToken token, Key one, int step)
      throws Exception {
    List<CompletableFuture<?>> waiting = new ArrayList<>(WATCHERS);
    double before = usedHeap();
    for (int i = 0; i < WATCHERS; i++) {
      waiting.add(store.watch(step == 0 ? one : watched(i), token));
    }
    store.ping().get(5, TimeUnit.SECONDS);
    Thread.sleep(500); // until what they asked was answered
    double each = (usedHeap() - before) / WATCHERS;
    for (CompletableFuture<?> waiter : waiting) {
      if (waiter.isDone()) {
        throw new IllegalStateException("a waiter was woken too early; its lease should be held");
      }
    }
    waiting.forEach(waiter -> waiter.cancel(false));
    return each;
  }

  private static double usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
