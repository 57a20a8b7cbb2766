package io.cacheaside.engine.write;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.plan.Elements;
import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.plan.KeyBinder;
import io.cacheaside.engine.plan.KeyBinder.Added;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.WriteCall;
import io.cacheaside.engine.recovery.AnyUndelivered;
import io.cacheaside.engine.recovery.Delivery;
import io.cacheaside.engine.recovery.Delivery.Sent;
import io.cacheaside.engine.recovery.InvalidationRecovery;
import io.cacheaside.engine.recovery.JournalDelivery;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a write: the method ends and its keys go to the journal, the transaction around it
 * commits, and then flights of this JVM, store, and on failure the undelivered targets and their
 * recovery.
 */
public final class WritePath {
  private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

  private final Fences fences;
  private final UndeliveredReport undeliveredReport;
  private final Delivery delivery;
  private final @Nullable JournalDelivery journal;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final UndeliveredTargets undelivered;
  private final InvalidationRecovery recovery;
  private final Transactions transactions;
  private final LogThrottle throttle;
  private final Clocks clocks;
  private final LongSupplier retentionNanos;

  /**
   * Creates the path.
   *
   * @param journal takes the invalidations before they are sent; null if there is none
   * @param retentionNanos how long an entry can live that was cached before an invalidation
   */
  public WritePath(
      EngineContext context,
      Flights flights,
      UndeliveredTargets undelivered,
      Transactions transactions,
      Delivery delivery,
      @Nullable JournalDelivery journal,
      InvalidationRecovery recovery,
      LongSupplier retentionNanos) {
    this.fences = new Fences(context);
    this.undeliveredReport = new UndeliveredReport(context.throttle());
    this.delivery = delivery;
    this.journal = journal;
    this.listener = context.listener();
    this.waiting = context.waiting();
    this.flights = flights;
    this.undelivered = undelivered;
    this.throttle = context.throttle();
    this.clocks = context.clocks();
    this.transactions = transactions;
    this.recovery = recovery;
    this.retentionNanos = retentionNanos;
  }

  /**
   * Does what has to be done before the body runs. In a transaction, what is known now is left to
   * its end, and calls in it do not see those entries any more. Keys that want a fence get one,
   * whether in a transaction or not; a fence that fails does not stop the write.
   */
  void begin(WriteCall write) {
    transactions.writeBegins(write);
    if (transactions.isInTransaction()) {
      transactions.defer(write.known(), this::deliver);
    }
    if (!write.plan().fenced().isEmpty()) {
      fences.raise(write);
    }
  }

  /** Undoes {@link #begin} on the same thread, after the invalidation. */
  void end(WriteCall write) {
    transactions.writeEnds(write);
  }

  /**
   * Leaves to recovery what a call owes whose end met an {@link Error}: this JVM serves it no more,
   * and it is delivered later.
   */
  void leaveToRecovery(WriteCall write) {
    if (!write.hasAllKeys()) {
      clearWhatIsUnknown(write);
    }
    List<Target> everything = write.known().targets();
    leaveToRecovery(everything);
    flights.invalidate(everything);
  }

  /** Its end did not get as far as all of its keys, and its result is not to be had any more. */
  private static void clearWhatIsUnknown(WriteCall write) {
    InvalidationPlan plan = write.plan();
    for (KeyBinder binder : plan.keys()) {
      if (!write.isFixed(binder)) {
        write.known().clear(binder.region(), plan.method());
      }
    }
  }

  /**
   * Invalidates the keys of a method that ended; in a transaction, when that has ended. When this
   * returns without a transaction, the store has acknowledged, or what it left is undelivered.
   *
   * @param returned whether the method returned normally, so that there is a result
   */
  public void invalidate(WriteCall write, @Nullable Object result, boolean returned) {
    try {
      addKeysOfAfter(write, result, returned);
    } finally {
      invalidate(write, returned); // whatever stopped it, the others are known
    }
  }

  private void invalidate(WriteCall write, boolean returned) {
    Invalidations all = write.known();
    if (all.isEmpty()) {
      return;
    }
    if (journal != null && returned) {
      try {
        all.journaled(journal.record(write.plan().method(), all.targets()));
        write.journaled();
      } catch (Throwable notJournaled) {
        deliverInTime(all); // the method may have written without a transaction
        throw notJournaled;
      }
    }
    deliverInTime(all);
  }

  /**
   * Fails a call that returned although its end failed before it was in the journal.
   *
   * @throws IllegalStateException if there is a journal
   */
  public void requireJournaled(WriteCall write, boolean returned, Throwable failure) {
    if (journal != null && returned && !write.isJournaled()) {
      throw JournalDelivery.notRecorded(write.plan().method(), failure);
    }
  }

  private void deliverInTime(Invalidations all) {
    if (!transactions.defer(all, this::deliver)) {
      deliver(all);
    }
  }

  /**
   * Invalidates what transactions under way have left to their end: this is the end of the cache.
   */
  public void closeTransactions() {
    int left = transactions.pending();
    Invalidations all = transactions.pendingInvalidations();
    if (!all.isEmpty()) {
      deliver(all);
      LOG.warn(
          "{} transactions had not ended when the cache was closed: their {} invalidations were"
              + " sent before the commit, so other JVMs may cache the old values again until their"
              + " TTL ends. Close the cache after the last transaction.",
          left,
          all.size());
    }
  }

  /** Sends all, and only then waits for the answers: one round trip, unless there are many keys. */
  private void deliver(Invalidations all) {
    Set<Target> left = new HashSet<>();
    try {
      Throwable why = send(all, left);
      if (!left.isEmpty()) {
        leaveToRecovery(left);
        undeliveredReport.left(all.methodOf(left), undelivered.size(), why);
      }
    } catch (Throwable e) {
      try {
        leaveToRecovery(all.targets()); // whatever happened: some may be at their old value
        Survived.say("invalidations were not sent, and are delivered later", e);
      } catch (Throwable notNoted) {
        undelivered.overall.lostKeys = true; // needs neither memory nor stack
        undelivered.overall.word = AnyUndelivered.SOME;
      }
      return;
    }
    tell(all, left);
  }

  /**
   * Sends all.
   *
   * @param left gets the targets whose invalidation the store does not acknowledge
   * @return why, or null if there is none, or nobody has said
   */
  private @Nullable Throwable send(Invalidations all, Set<Target> left) {
    List<Target> targets = all.targets();
    flights.invalidate(targets);
    Throwable why = null;
    boolean answers = true; // without any, the rest would only wait as long again
    for (List<Target> window : Delivery.windows(targets)) {
      List<Sent> sent = answers ? delivery.send(window) : List.of();
      Set<Target> missing = answers ? awaitAnswers(sent) : new HashSet<>(window);
      why = why == null ? UndeliveredReport.failure(sent) : why;
      answers = missing.size() < window.size();
      left.addAll(missing);
    }
    return why;
  }

  private void tell(Invalidations all, Set<Target> left) {
    if (journal != null) {
      journal.finished(all.journaled(), left);
    }
    all.methods()
        .forEach(
            (target, method) -> {
              boolean delivered = !left.contains(target);
              if (target instanceof Target.Entry entry) {
                listener.onInvalidate(method, entry.key(), delivered);
              } else {
                listener.onClear(method, target.region().name(), delivered);
              }
            });
  }

  /** Returns what the store does not acknowledge; the rest is delivered. */
  private Set<Target> awaitAnswers(List<Sent> sent) {
    long sentNanos = clocks.nanos();
    Set<Target> left = new HashSet<>();
    for (Sent part : sent) {
      if (!waiting.forAcknowledgement(part.answer(), sentNanos)) {
        left.addAll(part.targets());
      }
    }
    return left;
  }

  private void leaveToRecovery(Collection<Target> targets) {
    try {
      undelivered.add(targets, retentionNanos.getAsLong());
    } finally {
      recovery.wake();
    }
  }

  /** The method may have changed what its keys are made of: those of before are invalidated too. */
  private void addKeysOfAfter(WriteCall write, @Nullable Object result, boolean returned) {
    InvalidationPlan plan = write.plan();
    for (KeyBinder binder : plan.keys()) {
      if (write.isFixed(binder)) {
        continue;
      }
      if (binder.needsResult() && !returned) {
        listener.onInvalidateSkipped(plan.method());
        if (throttle.allows(binder)) {
          LOG.warn(
              "{}: the method threw, so the @Invalidate key \"{}\", which needs its result, is not"
                  + " known and its entry stays; if it may have written, name a parameter instead",
              plan.method(),
              binder.template());
        }
        continue;
      }
      try {
        reportUnseen(plan.method(), binder, write.addKeys(binder, write.known(), result));
      } catch (Error e) {
        write.known().clear(binder.region(), plan.method()); // the key stays unknown
        Survived.say(plan.method() + ": a key was not computed, so its region is cleared", e);
      } catch (KeyFailure e) {
        notComputed(write, binder, e);
      }
    }
    write.keysAreComplete();
  }

  private void reportUnseen(CachedMethod method, KeyBinder binder, Added added) {
    if (added == Added.READABLE_ONCE && throttle.allows(binder)) {
      LOG.warn(
          "{}: the elements for the @Invalidate key \"{}\" are those of an Iterable that is no"
              + " collection; they may be readable only once, so the region \"{}\" is cleared"
              + " instead. Pass a collection.",
          method,
          binder.template(),
          binder.region().name());
    } else if (added == Added.TOO_MANY_ELEMENTS && throttle.allows(binder)) {
      LOG.warn(
          "{}: the @Invalidate key \"{}\" has more than {} elements, so the region \"{}\" is"
              + " cleared instead",
          method,
          binder.template(),
          Elements.MAX,
          binder.region().name());
    }
  }

  private void notComputed(WriteCall write, KeyBinder binder, KeyFailure failure) {
    CachedMethod method = write.plan().method();
    if (binder.isStarred()) {
      write.known().clear(binder.region(), method); // nobody knows how many entries are old
      if (throttle.allows(binder)) {
        LOG.error(
            "{}: the @Invalidate key \"{}\" could not be computed for each element ({}; its stack is"
                + " logged at DEBUG), so the region \"{}\" is cleared instead",
            method,
            binder.template(),
            failure.thrown(),
            binder.region().name());
        failure.debug(LOG, method, binder.template());
      }
      return;
    }
    listener.onInvalidateSkipped(method);
    if (throttle.allows(binder)) {
      LOG.error(
          "{}: the @Invalidate key \"{}\" could not be computed ({}; its stack is logged at DEBUG),"
              + " so its entry stays until its TTL ends",
          method,
          binder.template(),
          failure.thrown());
      failure.debug(LOG, method, binder.template());
    }
  }
}
