package io.cacheaside.engine.interleaving;

import io.cacheaside.engine.support.Waiting;
import io.cacheaside.testing.Await;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A cache whose steps a test takes one by one, to force an interleaving: ours, or the textbook's.
 */
interface CacheUnderTest extends AutoCloseable {

  /** Returns another JVM that uses the cache. */
  default Node node() {
    return node(1);
  }

  /** Returns another JVM, whose classes are of the given version. */
  Node node(int schema);

  /** Does what an eviction does, or somebody with redis-cli: removes the key. */
  void removeBehindItsBack();

  /** Lets the lease of the key run out without waiting for it, if it has one. */
  void expireLease();

  /** Makes the server refuse all deletes, or accept them again. */
  void refuseDeletes(boolean refuse);

  /** Returns the remaining life of the entry in ms. */
  long remainingTtlMillis();

  @Override
  void close();

  /** One JVM. */
  interface Node {

    /** Takes the steps of a read up to the load, which may wait for another JVM. */
    Read begin();

    /** Takes these steps on another thread; returns when they are taken, or wait for a load. */
    default CompletableFuture<Read> beginElsewhere() {
      Thread[] reader = new Thread[1];
      CompletableFuture<Read> read =
          CompletableFuture.supplyAsync(
              this::begin,
              task -> {
                reader[0] = new Thread(task);
                reader[0].start();
              });
      Await.until("the reader waits", () -> read.isDone() || waitsForALoad(reader[0]));
      return read;
    }

    private static boolean waitsForALoad(Thread thread) {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(
              frame ->
                  frame.getClassName().equals(Waiting.class.getName())
                      && frame.getMethodName().equals("forSignal"));
    }

    /** Does what a writer does before its commit. */
    void beforeCommit();

    /** Does what a writer does after its commit; returns when the invalidation is complete. */
    void afterCommit();

    /** Does what a writer does before its commit who is afraid of dying. */
    void fence();

    /** Runs a writer's method that ends inside a transaction of its caller, who goes on. */
    void methodEndsInTransaction();

    /** Commits that transaction; returns when the invalidation is complete. */
    void commit();

    /**
     * Takes the steps of a read up to the load, in a transaction that may see an old snapshot, and
     * that goes on.
     */
    Read beginInTransaction();

    /** Returns once every invalidation that this node owes has been delivered. */
    void awaitRecovery();
  }

  /** A read in progress. */
  interface Read {

    /** Returns whether the caller has to load; if not, {@link #value} is what it got. */
    boolean needsLoad();

    /** Ends a read that needed a load. */
    void complete(int loaded);

    /** Returns what the caller received in the end. */
    int value();
  }
}
