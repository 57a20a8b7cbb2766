package io.cacheaside.engine;

import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.InvalidationJournal.Entry;
import io.cacheaside.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes invalidations to a journal, takes them out when they were delivered, and delivers those
 * that others left there: JVMs that died, or this one while the store was away.
 *
 * <p>A journal blocks, so it has a thread of its own. Entries to be taken out wait in a bounded
 * queue; one that finds no room stays in the journal and is delivered a second time.
 */
final class JournalDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDelivery.class);
  private static final int BATCH = 500;
  private static final int QUEUE = 10_000;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long ANSWER_MILLIS = 1_000;
  private static final Duration MIN_AGE = Duration.ofSeconds(5);

  private final InvalidationJournal journal;
  private final Delivery delivery;
  private final LogThrottle throttle;
  private final BlockingQueue<Entry> finished = new ArrayBlockingQueue<>(QUEUE);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "cacheaside-journal");
            made.setDaemon(true);
            return made;
          });

  JournalDelivery(InvalidationJournal journal, Delivery delivery, LogThrottle throttle) {
    this.journal = journal;
    this.delivery = delivery;
    this.throttle = throttle;
  }

  /** Begins to look into the journal. */
  void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::sweep, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Writes the invalidations of a method that returned, in the transaction of its thread.
   *
   * @throws IllegalStateException if the journal failed
   */
  List<Entry> record(CachedMethod method, List<Key> keys) {
    List<Entry> entries =
        keys.stream().map(key -> new Entry(UUID.randomUUID().toString(), key)).toList();
    if (!entries.isEmpty()) {
      try {
        journal.record(entries);
      } catch (RuntimeException e) {
        throw new IllegalStateException(
            method
                + ": its invalidations could not be written to the journal, so the call fails and"
                + " its transaction has to roll back",
            e);
      }
    }
    return entries;
  }

  /** Says that the entries were delivered. */
  void finished(List<Entry> entries) {
    for (Entry entry : entries) {
      if (!finished.offer(entry)) {
        return; // what stays in the journal is delivered once more
      }
    }
  }

  private void sweep() {
    try {
      takeOutFinished();
      while (!thread.isShutdown() && deliverPending() == BATCH) {
        takeOutFinished();
      }
    } catch (RuntimeException | LinkageError e) {
      if (throttle.allows(this)) {
        LOG.error(
            "the journal {} failed; its entries stay and are tried again",
            journal.getClass().getName(),
            e);
      }
    }
  }

  private void takeOutFinished() {
    List<Entry> batch = new ArrayList<>();
    while (finished.drainTo(batch, BATCH) > 0) {
      journal.done(batch);
      batch = new ArrayList<>();
    }
  }

  /** Returns how many were delivered. */
  private int deliverPending() {
    List<Entry> pending = journal.pending(BATCH, MIN_AGE);
    if (pending.isEmpty()) {
      return 0;
    }
    CompletableFuture<?> call = delivery.send(pending.stream().map(Entry::key).distinct().toList());
    try {
      call.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return 0; // the store is away: again in a second
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
    journal.done(pending);
    return pending.size();
  }

  /** Takes out what was delivered, until {@code endNanos} at the latest, and ends the thread. */
  void close(long endNanos) {
    if (thread.isShutdown()) {
      return;
    }
    try {
      thread.execute(this::takeOutQuietly);
      thread.shutdown();
      if (!thread.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void takeOutQuietly() {
    try {
      takeOutFinished();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The journal failed at the end; its entries stay", e);
    }
  }
}
