package io.cacheaside.engine;

import static java.util.Objects.requireNonNull;

import io.cacheaside.background.FirstTable;
import io.cacheaside.background.LogThrottle;
import io.cacheaside.background.RootThreads;
import io.cacheaside.engine.Delivery.Sent;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.InvalidationJournal.Entry;
import io.cacheaside.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private final RefusalReport refusals;
  private final LogThrottle throttle;
  private final RetryPause pause;

  /** Rows that were not delivered, by their ids; used by the thread of the journal only. */
  private final Map<String, Resting> resting = FirstTable.of(new HashMap<>());

  private final BlockingQueue<Entry> finished = new ArrayBlockingQueue<>(QUEUE);
  private final Upkeep upkeep;
  private volatile boolean closed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(RootThreads.daemons("cacheaside-journal"));

  /** Returns one that has begun to look into the journal, or null if there is no journal. */
  static @Nullable JournalDelivery started(
      @Nullable InvalidationJournal journal,
      Delivery delivery,
      RefusalReport refusals,
      EngineParts parts,
      Upkeep upkeep) {
    if (journal == null) {
      return null;
    }
    JournalDelivery made = new JournalDelivery(journal, delivery, refusals, parts, upkeep);
    made.start();
    return made;
  }

  JournalDelivery(
      InvalidationJournal journal,
      Delivery delivery,
      RefusalReport refusals,
      EngineParts parts,
      Upkeep upkeep) {
    this.upkeep = upkeep;
    this.journal = journal;
    this.delivery = delivery;
    this.refusals = refusals;
    this.throttle = parts.throttle();
    this.pause = new RetryPause(parts.random());
  }

  /** A row that is in nobody's way until its time comes. */
  private record Resting(Undelivered undelivered, long untilNanos) {}

  /** Begins to look into the journal. */
  void start() {
    upkeep.every(thread, PAUSE_MILLIS, "the look into the journal", this::sweep);
  }

  /**
   * Writes the invalidations of a method that returned, in the transaction of its thread.
   *
   * @throws IllegalStateException if the journal failed
   */
  List<Entry> record(CachedMethod method, List<Key> keys) {
    try {
      List<Entry> entries =
          keys.stream().map(key -> new Entry(UUID.randomUUID().toString(), key)).toList();
      if (!entries.isEmpty()) {
        journal.record(entries);
      }
      return entries;
    } catch (Throwable e) { // a driver throws what it likes
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw notRecorded(method, e);
    }
  }

  /** Returns what the caller of a method gets whose invalidations are not in the journal. */
  static IllegalStateException notRecorded(CachedMethod method, Throwable cause) {
    return new IllegalStateException(
        method
            + ": its invalidations could not be written to the journal, so the call fails and"
            + " its transaction has to roll back",
        cause);
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
      while (!closed && deliverPending()) {
        takeOutFinished();
      }
    } catch (Throwable e) { // to be thrown would end the looking
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

  /** Returns whether there may be more that can be delivered at once. */
  private boolean deliverPending() {
    int max = BATCH + resting.size();
    List<Entry> pending = journal.pending(max, MIN_AGE);
    resting.keySet().retainAll(pending.stream().map(Entry::id).collect(Collectors.toSet()));
    long now = System.nanoTime();
    List<Entry> due = pending.stream().filter(entry -> !rests(entry, now)).limit(BATCH).toList();
    if (due.isEmpty()) {
      return false;
    }
    Map<Key, Undelivered> batch = new LinkedHashMap<>();
    due.forEach(entry -> batch.put(entry.key(), known(entry)));
    List<Sent> sent = delivery.sendAgain(batch.values());
    if (!await(sent)) {
      return false;
    }
    Map<Key, Sent> answers = new HashMap<>();
    sent.forEach(part -> part.keys().forEach(key -> answers.put(key, part)));
    List<Entry> delivered = new ArrayList<>();
    for (Entry entry : due) {
      Sent part = requireNonNull(answers.get(entry.key()));
      if (part.isDelivered()) {
        delivered.add(entry);
        resting.remove(entry.id());
      } else {
        rest(entry, part);
      }
    }
    if (!delivered.isEmpty()) {
      journal.done(delivered);
    }
    return pending.size() == max && !delivered.isEmpty();
  }

  private boolean rests(Entry entry, long now) {
    Resting rest = resting.get(entry.id());
    return rest != null && rest.untilNanos() - now > 0;
  }

  private Undelivered known(Entry entry) {
    Resting rest = resting.get(entry.id());
    return rest != null ? rest.undelivered() : new Undelivered(entry.key(), 0, 0);
  }

  /** A row that finds no room rests no more than until the next look. */
  private void rest(Entry entry, Sent part) {
    boolean refused = part.isRefused();
    Undelivered failed = known(entry).failed(refused);
    boolean alone = part.keys().size() == 1;
    long nanos = refused && !alone ? 0 : RetryPause.nanos(failed, pause.chance());
    if (resting.size() < QUEUE || resting.containsKey(entry.id())) {
      resting.put(entry.id(), new Resting(failed, System.nanoTime() + nanos));
    }
    Throwable failure = part.failure();
    if (refused && alone && failure != null) {
      refusals.refused(failed, failure);
    }
  }

  /** Waits until all have an answer, or for a second; returns false if this thread has to end. */
  private static boolean await(List<Sent> sent) {
    try {
      Delivery.answers(sent).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return true; // those without an acknowledgement stay
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /** Takes out what was delivered, until {@code endNanos} at the latest, and ends the thread. */
  void close(long endNanos) {
    if (thread.isShutdown()) {
      return;
    }
    closed = true;
    try {
      thread.submit(this::takeOutQuietly).get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("What was delivered is not all taken out of the journal", e);
    } finally {
      thread.shutdownNow();
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
