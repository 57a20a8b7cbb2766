package io.cacheaside.benchmarks.contenders;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many threads of one JVM ask at once for a customer who is not in the cache. */
final class Stampede {
  private Stampede() {}

  /**
   * What one JVM saw.
   *
   * @param loads how often the customer was loaded in this JVM
   * @param waitNanos how long each thread waited for its answer
   */
  record Outcome(long loads, List<Long> waitNanos) {}

  /** Lets them ask, and waits for all answers. */
  static Outcome play(CachedRepository repository, Source source, int threads, long id)
      throws Exception {
    long before = source.loads();
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        calls.add(
            callers.submit(
                () -> {
                  ready.countDown();
                  go.await();
                  return waitFor(repository, id);
                }));
      }
      ready.await();
      go.countDown();
      List<Long> waits = new ArrayList<>();
      for (Future<Long> call : calls) {
        waits.add(call.get());
      }
      return new Outcome(source.loads() - before, waits);
    } finally {
      callers.shutdownNow();
    }
  }

  private static long waitFor(CachedRepository repository, long id) throws Exception {
    long start = System.nanoTime();
    Object found = repository.customer(id);
    long nanos = System.nanoTime() - start;
    if (!(found instanceof Customer customer) || customer.id() != id) {
      throw new IllegalStateException("asked for customer " + id + ", got " + found);
    }
    return nanos;
  }
}
