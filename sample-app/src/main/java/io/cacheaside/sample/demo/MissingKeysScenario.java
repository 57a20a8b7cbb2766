package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import io.cacheaside.sample.demo.Measurement.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests for products that do not exist: does each of them reach the database? */
final class MissingKeysScenario implements Scenario {
  private static final long SEED = 404;

  private final int requests;
  private final int ids;
  private final int threads;

  /**
   * Creates the scenario.
   *
   * @param requests how many, spread evenly over the ids
   * @param ids how many different products are asked for
   */
  MissingKeysScenario(int requests, int ids, int threads) {
    this.requests = requests;
    this.ids = ids;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "missing-keys";
  }

  @Override
  public String title() {
    return String.format("%,d requests for %,d products that do not exist", requests, ids);
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    long naive = play(environment, environment.naive(), progress);
    long cached = play(environment, environment.cacheAside(), progress);
    String measure = String.format("loads for %,d missing ids", ids);
    report.judge(name(), measure, Unit.COUNT, Criterion.atMost(ids)).figures(naive, cached);
  }

  private long play(DemoEnvironment environment, Contender contender, Progress progress)
      throws InterruptedException {
    List<Long> missing = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      missing.add((long) environment.products() + 1 + i % ids);
    }
    Collections.shuffle(missing, new Random(SEED));
    long before = environment.database().loads();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (long id : missing) {
        calls.add(pool.submit(() -> expectNothing(contender, id)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
    long loads = environment.database().loads() - before;
    progress.say("missing-keys, %s: %,d loads", contender, loads);
    return loads;
  }

  private static void expectNothing(Contender contender, long id) {
    Product product = contender.catalogue().find(id);
    if (product != null) {
      throw new IllegalStateException("product " + id + " should not exist: " + product);
    }
  }
}
