package io.cacheaside.engine.recovery;

import static java.util.Objects.requireNonNull;

import io.cacheaside.background.FirstTable;
import io.cacheaside.background.LogThrottle;
import io.cacheaside.background.RootThreads;
import io.cacheaside.engine.plan.Journaled;
import io.cacheaside.engine.recovery.Delivery.Sent;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Upkeep;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.InvalidationJournal.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>A journal blocks, so it has a thread of its own. Rows to be taken out wait in a bounded queue;
 * one that finds no room stays in the journal and is delivered a second time.
 */
public final class JournalDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDelivery.class);
  private static final int BATCH = 500;
  private static final int QUEUE = 10_000;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long ANSWER_MILLIS = 1_000;
  private static final long UNREADABLE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration MIN_AGE = Duration.ofSeconds(5);

  private final InvalidationJournal journal;
  private final Regions regions;
  private final Delivery delivery;
  private final RefusalReport refusals;
  private final LogThrottle throttle;
  private final RetryPause pause;

  /** Rows that were not delivered, by their ids; used by the thread of the journal only. */
  private final Map<String, Resting> resting = FirstTable.of(new HashMap<>());

  private final BlockingQueue<Row> finished = new ArrayBlockingQueue<>(QUEUE);
  private final Upkeep upkeep;
  private volatile boolean closed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(RootThreads.daemons("cacheaside-journal"));

  /** Returns one that has begun to look into the journal, or null if there is no journal. */
  public static @Nullable JournalDelivery started(
      Delivery delivery,
      RefusalReport refusals,
      Regions regions,
      EngineContext context,
      Upkeep upkeep) {
    InvalidationJournal journal = context.options().recovery().journal();
    if (journal == null) {
      return null;
    }
    JournalDelivery made =
        new JournalDelivery(journal, delivery, refusals, regions, context, upkeep);
    made.start();
    return made;
  }

  private JournalDelivery(
      InvalidationJournal journal,
      Delivery delivery,
      RefusalReport refusals,
      Regions regions,
      EngineContext context,
      Upkeep upkeep) {
    this.upkeep = upkeep;
    this.journal = journal;
    this.regions = regions;
    this.delivery = delivery;
    this.refusals = refusals;
    this.throttle = context.throttle();
    this.pause = new RetryPause(context.random());
  }

  /**
   * A row that is in nobody's way until its time comes.
   *
   * @param undelivered null if the row cannot be read
   */
  private record Resting(@Nullable Undelivered undelivered, long untilNanos) {}

  /** Begins to look into the journal. */
  void start() {
    upkeep.every(thread, PAUSE_MILLIS, "the look into the journal", this::sweep);
  }

  /**
   * Writes the invalidations of a method that returned, in the transaction of its thread.
   *
   * @throws IllegalStateException if the journal failed
   */
  public List<Journaled> record(CachedMethod method, List<Target> targets) {
    try {
      List<Journaled> noted = targets.stream().map(JournalDelivery::note).toList();
      if (!noted.isEmpty()) {
        journal.record(noted.stream().map(Journaled::row).toList());
      }
      return noted;
    } catch (Throwable e) { // a driver throws what it likes
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw notRecorded(method, e);
    }
  }

  private static Journaled note(Target target) {
    return new Journaled(new Row(UUID.randomUUID().toString(), TargetBytes.of(target)), target);
  }

  /** Returns what the caller of a method gets whose invalidations are not in the journal. */
  public static IllegalStateException notRecorded(CachedMethod method, Throwable cause) {
    return new IllegalStateException(
        method
            + ": its invalidations could not be written to the journal, so the call fails and"
            + " its transaction has to roll back",
        cause);
  }

  /** Says that these were delivered but for what is undelivered, or is in a region that is. */
  public void finished(List<Journaled> journaled, Set<Target> undelivered) {
    for (Journaled each : journaled) {
      if (!each.isAmong(undelivered) && !finished.offer(each.row())) {
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
            "the journal {} failed; its rows stay and are tried again",
            journal.getClass().getName(),
            e);
      }
    }
  }

  private void takeOutFinished() {
    List<Row> batch = new ArrayList<>();
    while (finished.drainTo(batch, BATCH) > 0) {
      journal.done(batch);
      batch = new ArrayList<>();
    }
  }

  /** Returns whether there may be more that can be delivered at once. */
  private boolean deliverPending() {
    int max = BATCH + resting.size();
    List<Row> pending = journal.pending(max, MIN_AGE);
    resting.keySet().retainAll(pending.stream().map(Row::id).collect(Collectors.toSet()));
    long now = System.nanoTime();
    List<Journaled> due = new ArrayList<>();
    pending.stream()
        .filter(row -> !rests(row, now))
        .limit(BATCH)
        .forEach(row -> readInto(due, row));
    if (due.isEmpty()) {
      return false;
    }
    Map<Target, Undelivered> batch = new LinkedHashMap<>();
    due.forEach(each -> batch.put(each.target(), known(each)));
    List<Sent> sent = delivery.sendAgain(batch.values());
    if (!await(sent)) {
      return false;
    }
    Map<Target, Sent> answers = new HashMap<>();
    sent.forEach(part -> part.targets().forEach(target -> answers.put(target, part)));
    List<Row> delivered = new ArrayList<>();
    for (Journaled each : due) {
      Sent part = requireNonNull(answers.get(each.target()));
      if (part.isDelivered()) {
        delivered.add(each.row());
        resting.remove(each.row().id());
      } else {
        rest(each, part);
      }
    }
    if (!delivered.isEmpty()) {
      journal.done(delivered);
    }
    return pending.size() == max && !delivered.isEmpty();
  }

  private boolean rests(Row row, long now) {
    Resting rest = resting.get(row.id());
    return rest != null && rest.untilNanos() - now > 0;
  }

  /** One that cannot be read stays where it is: others may be able to. */
  private void readInto(List<Journaled> due, Row row) {
    try {
      due.add(new Journaled(row, TargetBytes.read(row.target(), regions)));
    } catch (IllegalArgumentException e) {
      rest(row, null, UNREADABLE_NANOS);
      if (throttle.allows(Journaled.class)) {
        LOG.warn("the row {} of the journal cannot be read: {}", row.id(), e.getMessage());
      }
    }
  }

  private Undelivered known(Journaled noted) {
    Resting rest = resting.get(noted.row().id());
    Undelivered known = rest == null ? null : rest.undelivered();
    return known != null ? known : new Undelivered(noted.target(), 0, 0);
  }

  private void rest(Journaled noted, Sent part) {
    boolean refused = part.isRefused();
    Undelivered failed = known(noted).failed(refused);
    boolean alone = part.targets().size() == 1;
    rest(noted.row(), failed, refused && !alone ? 0 : RetryPause.nanos(failed, pause.chance()));
    Throwable failure = part.failure();
    if (refused && alone && failure != null) {
      refusals.refused(failed, failure);
    }
  }

  /** A row that finds no room rests no more than until the next look. */
  private void rest(Row row, @Nullable Undelivered undelivered, long nanos) {
    if (resting.size() < QUEUE || resting.containsKey(row.id())) {
      resting.put(row.id(), new Resting(undelivered, System.nanoTime() + nanos));
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
  public void close(long endNanos) {
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
      LOG.debug("The journal failed at the end; its rows stay", e);
    }
  }
}
