package io.cacheaside.benchmarks.contenders;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a contender has to do before its figures mean anything: answer rightly, answer from the
 * cache, and ask the source again after an invalidation.
 */
public final class ContenderContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20); // some write late

  private final Contender contender;
  private final CachedRepository repository;
  private final Source source;
  private final Duration patience;

  private ContenderContract(
      Contender contender, CachedRepository repository, Source source, Duration patience) {
    this.contender = contender;
    this.repository = repository;
    this.source = source;
    this.patience = patience;
  }

  /** A call with a number that stays the same. */
  private interface Call {
    @Nullable Object run() throws Exception;
  }

  /**
   * Checks it on a real server.
   *
   * @throws IllegalStateException if it does not do what it says it can; the message tells what
   */
  public static void verify(Contender contender, String redisUri) throws Exception {
    verify(contender, redisUri, PATIENCE);
  }

  /**
   * Checks it on a real server.
   *
   * @param patience how long it may take until a write or an invalidation is seen
   * @throws IllegalStateException if it does not do what it says it can; the message tells what
   */
  public static void verify(Contender contender, String redisUri, Duration patience)
      throws Exception {
    Source source = new Source(0);
    try (CachedRepository repository = contender.open(redisUri, source)) {
      new ContenderContract(contender, repository, source, patience).verify();
    }
  }

  private void verify() throws Exception {
    long id = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50);
    checkCached("a customer", () -> repository.customer(id), Customer.of(id));
    checkCached("orders", () -> repository.orders(id), OrderHistory.of(id));
    if (contender.operations().contains(Operation.NEGATIVE_HIT)) {
      checkCached("absence", () -> repository.missing(id), null);
    }
    if (contender.operations().contains(Operation.INVALIDATION)) {
      repository.invalidate(id);
      long loads = source.loads();
      repeat(
          "an invalidation has no effect",
          () -> {
            repository.customer(id);
            return source.loads() > loads;
          });
    }
  }

  private void checkCached(String what, Call call, @Nullable Object expected) throws Exception {
    long before = source.loads();
    check("the first call for " + what, call.run(), expected);
    if (source.loads() != before + 1) {
      throw wrong("the first call for " + what + " made " + (source.loads() - before) + " loads");
    }
    repeat(
        what + " is not cached",
        () -> {
          long loads = source.loads();
          Object found = call.run();
          boolean hit = source.loads() == loads;
          if (hit && contender.operations().contains(Operation.MISS)) { // others do not decode
            check("a hit for " + what, found, expected);
          }
          return hit;
        });
  }

  private void check(String what, @Nullable Object found, @Nullable Object expected) {
    if (expected == null ? found != null : !expected.equals(found)) {
      throw wrong(what + " returned " + found + " instead of " + expected);
    }
  }

  /** Something that has come true, or not yet. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private void repeat(String otherwise, Condition condition) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw wrong(otherwise);
      }
    }
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException(contender.title() + ": " + what);
  }
}
