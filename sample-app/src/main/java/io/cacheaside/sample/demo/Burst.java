package io.cacheaside.sample.demo;

import io.cacheaside.sample.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Many calls for one product at the same instant, in this JVM. */
final class Burst {

  private Burst() {}

  /**
   * Asks for the featured product once in each thread and returns how long each call took, in
   * nanoseconds.
   *
   * @param startMillis when all of them call, by the system's clock, so that JVMs can agree on it
   * @throws IllegalStateException if a call fails or finds no product
   */
  static List<Long> run(Catalogue catalogue, long id, int threads, long startMillis)
      throws InterruptedException {
    Callable<Long> call =
        () -> {
          while (System.currentTimeMillis() < startMillis) {
            LockSupport.parkUntil(startMillis);
          }
          long start = System.nanoTime();
          if (catalogue.featured(id) == null) {
            throw new IllegalStateException("product " + id + " was not found");
          }
          return System.nanoTime() - start;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        calls.add(pool.submit(call));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<Long> each : calls) {
        nanos.add(each.get());
      }
      return nanos;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call of the burst failed: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
