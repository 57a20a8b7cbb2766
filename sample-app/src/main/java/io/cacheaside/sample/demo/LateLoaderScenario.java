package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import io.cacheaside.sample.ProductDatabase;
import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.testing.ChildJvm;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A reader has read the old price and is slow to store it. Meanwhile a writer in another JVM
 * commits a new price and invalidates. Does the reader put the old price into the cache, where it
 * stays until it expires?
 */
final class LateLoaderScenario implements Scenario {
  private static final long SECONDS_AT_MOST = 10;

  private final int rounds;

  LateLoaderScenario(int rounds) {
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "late-loader";
  }

  @Override
  public String title() {
    return "a reader stores what it loaded before another JVM changed it, " + rounds + " times";
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    long naive = play(environment, environment.naive(), progress);
    long cached = play(environment, environment.cacheAside(), progress);
    report
        .judge(name(), "old price pinned, of " + rounds, Unit.COUNT, Criterion.exactly(0))
        .figures(naive, cached);
  }

  private long play(DemoEnvironment environment, Contender contender, Progress progress)
      throws InterruptedException {
    long pinned = 0;
    try (ChildJvm writer = Worker.start(contender.kind(), environment.endpoints())) {
      writer.answer();
      for (int round = 0; round < rounds; round++) {
        long id = (long) environment.products() - round;
        // removes what an earlier scenario may have cached
        writer.ask("price " + id + " 1000");
        long version = overtake(environment.database(), contender, writer, id);
        Product here = contender.catalogue().find(id);
        long there = writer.ask("find " + id).get(0);
        if (here == null || here.version() < version || there < version) {
          pinned++;
        }
      }
    }
    progress.say("late-loader, %s: old price pinned %d of %d times", contender, pinned, rounds);
    return pinned;
  }

  /** Has the product loaded here and changed there in between; returns the new version. */
  private static long overtake(
      ProductDatabase database, Contender contender, ChildJvm writer, long id)
      throws InterruptedException {
    CountDownLatch loaded = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    database.afterRead(
        product -> {
          loaded.countDown();
          await(changed);
        });
    try {
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(
              () -> contender.catalogue().find(id),
              task -> new Thread(task, "late-reader").start());
      if (!loaded.await(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the reader does not load product " + id);
      }
      long version = writer.ask("price " + id + " 2000").get(0);
      changed.countDown();
      reader.join();
      return version;
    } finally {
      changed.countDown();
      database.afterRead(null);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the writer does not change the price");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
