package io.cacheaside.engine.transaction;

import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.recovery.AnyUndelivered;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Region;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.TransactionHook.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that have invalidated something and have not ended, and what is sent when they
 * have. Threadsafe.
 */
final class TransactionEnds {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionEnds.class);

  private final AtomicInteger writers;
  private final UndeliveredTargets undelivered;
  private final Set<TransactionWork> pending = ConcurrentHashMap.newKeySet();

  /** How many of the pending ones have ended in part. */
  private final AtomicInteger partial = new AtomicInteger();

  /**
   * Creates them.
   *
   * @param writers counts each of them
   * @param undelivered is told if the end of a transaction fails
   */
  TransactionEnds(AtomicInteger writers, UndeliveredTargets undelivered) {
    this.writers = writers;
    this.undelivered = undelivered;
  }

  void add(TransactionWork work) {
    pending.add(work);
    writers.incrementAndGet();
  }

  /**
   * Returns whether the entry is invalid for all: it was invalidated in a transaction that has
   * ended in part, so that nobody knows when what it wrote is visible.
   */
  boolean keepFromAll(Key key, Region region) {
    if (partial.get() == 0) {
      return false;
    }
    for (TransactionWork each : pending) {
      if (each.isPartial() && each.contains(key, region)) {
        return true;
      }
    }
    return false;
  }

  /** Never throws: the application's commit has succeeded, whatever happens here. */
  void ended(TransactionWork work, Outcome outcome, Consumer<Invalidations> delivery) {
    if (outcome == Outcome.PARTIAL) {
      endedInPart(work, delivery);
    } else {
      endedAtLast(work, outcome, delivery);
    }
  }

  /** First, nobody is served any more what is sent then: it is sent again, and others may cache. */
  private void endedInPart(TransactionWork work, Consumer<Invalidations> delivery) {
    try {
      partial.incrementAndGet(); // first: one too many costs less than one too few
      if (!work.endInPart()) {
        partial.decrementAndGet();
      }
      StackRoom.require();
      deliver(work.soFar(), Outcome.PARTIAL, delivery);
      if (work.hasLost()) {
        loseKeys();
      }
    } catch (Throwable e) {
      undelivered.overall.lostKeys = true;
      undelivered.overall.word = AnyUndelivered.SOME;
    }
  }

  private void loseKeys() {
    undelivered.overall.lostKeys = true; // needs neither memory nor stack
    undelivered.overall.word = AnyUndelivered.SOME;
  }

  private void endedAtLast(
      TransactionWork work, Outcome outcome, Consumer<Invalidations> delivery) {
    try {
      StackRoom.require();
      for (Invalidations each = work.end(outcome); each != null; each = each.behind) {
        deliver(each, outcome, delivery);
      }
      if (work.hasLost() && outcome != Outcome.ROLLED_BACK) {
        loseKeys();
      }
      forget(work);
    } catch (Throwable e) {
      if (outcome != Outcome.ROLLED_BACK) {
        undelivered.overall.lostKeys = true;
        undelivered.overall.word = AnyUndelivered.SOME;
      }
      forgetQuietly(work);
    }
  }

  private void forgetQuietly(TransactionWork work) {
    try {
      forget(work);
    } catch (Throwable e) {
      // It stays pending: closing waits for it, and sends what it has.
    }
  }

  private void deliver(Invalidations content, Outcome outcome, Consumer<Invalidations> delivery) {
    try {
      if (!content.isEmpty()) {
        delivery.accept(content);
      }
    } catch (Throwable e) {
      undelivered.overall.lostKeys = true; // where not even a call is possible any more
      undelivered.overall.word = AnyUndelivered.SOME;
      try {
        LOG.error("the invalidations of a transaction failed after its end ({})", outcome, e);
      } catch (Throwable unsaid) {
        // The application's commit has succeeded, whatever happens here.
      }
    }
  }

  /** Only now: whoever waits for the pending ones waits for what they send, too. */
  void forget(TransactionWork work) {
    if (pending.remove(work)) {
      writers.decrementAndGet();
      if (work.isPartial()) {
        partial.decrementAndGet();
      }
    }
  }

  /** Returns how many transactions have invalidated something and have not ended. */
  int pending() {
    return pending.size();
  }

  /** Returns what they have invalidated so far. */
  Invalidations pendingInvalidations() {
    Invalidations all = new Invalidations();
    pending.forEach(work -> work.addTo(all));
    return all;
  }
}
