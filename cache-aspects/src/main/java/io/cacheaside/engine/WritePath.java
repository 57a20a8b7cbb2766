package io.cacheaside.engine;

import io.cacheaside.engine.Delivery.Sent;
import io.cacheaside.engine.Invalidations.Clear;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a write: the method ends and its keys go to the journal, the transaction around it
 * commits, and then flights of this JVM, store, and on failure the dirty keys and their recovery.
 */
final class WritePath {
  private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

  private final Store store;
  private final Delivery delivery;
  private final @Nullable JournalDelivery journal;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final DirtyKeys dirty;
  private final InvalidationRecovery recovery;
  private final Transactions transactions;
  private final LogThrottle throttle;
  private final LongSupplier retentionNanos;

  /**
   * Creates the path.
   *
   * @param journal takes the invalidations before they are sent; null if there is none
   * @param retentionNanos how long an entry can live that was cached before an invalidation
   */
  WritePath(
      EngineParts parts,
      Delivery delivery,
      @Nullable JournalDelivery journal,
      InvalidationRecovery recovery,
      LongSupplier retentionNanos) {
    this.store = parts.store();
    this.delivery = delivery;
    this.journal = journal;
    this.listener = parts.listener();
    this.waiting = parts.waiting();
    this.flights = parts.flights();
    this.dirty = parts.dirty();
    this.throttle = parts.throttle();
    this.transactions = parts.transactions();
    this.recovery = recovery;
    this.retentionNanos = retentionNanos;
  }

  /**
   * Does what has to be done before the body runs. In a transaction, what is known now is left to
   * its end, and calls in it do not see those entries any more. Keys that want a fence get one,
   * whether in a transaction or not; a fence that fails does not stop the write.
   */
  void begin(Write write) {
    transactions.writeBegins(write);
    if (transactions.isActive()) {
      transactions.defer(write.known(), this::deliver);
    }
    if (!write.plan().fenced().isEmpty()) {
      fence(write);
    }
  }

  private void fence(Write write) {
    InvalidationPlan plan = write.plan();
    Map<Long, List<Key>> byMillis = new TreeMap<>();
    for (KeyBinder binder : plan.fenced()) {
      try {
        Key key = write.key(binder, null);
        write.known().add(binder.region(), key, plan.method());
        byMillis.computeIfAbsent(binder.region().fenceMillis(), m -> new ArrayList<>()).add(key);
      } catch (KeyFailure e) {
        // Reported by the end of the method, if it still cannot be computed then.
      }
    }
    List<Fence> fences = new ArrayList<>();
    byMillis.forEach(
        (millis, keys) -> fences.add(new Fence(keys, send(() -> store.fence(keys, millis)))));
    for (Fence fence : fences) {
      boolean stands =
          waiting.forAcknowledgement(fence.answer())
              && Boolean.TRUE.equals(fence.answer().getNow(false));
      fence.keys().forEach(key -> listener.onFence(plan.method(), key, stands));
    }
  }

  /** Undoes {@link #begin} on the same thread, after the invalidation. */
  void end() {
    transactions.writeEnds();
  }

  /**
   * Invalidates the keys of a method that ended; in a transaction, when that has ended. When this
   * returns without a transaction, the store has acknowledged, or the keys are dirty.
   *
   * @param returned whether the method returned normally, so that there is a result
   */
  void invalidate(Write write, @Nullable Object result, boolean returned) {
    try {
      addKeysOfAfter(write, result, returned);
    } finally {
      invalidate(write, returned); // whatever stopped it, the others are known
    }
  }

  private void invalidate(Write write, boolean returned) {
    Invalidations all = write.known();
    if (all.isEmpty()) {
      return;
    }
    if (journal != null && returned) {
      try {
        all.journaled(journal.record(write.plan().method(), all.everything()));
      } catch (IllegalStateException notJournaled) {
        deliverInTime(all); // the method may have written without a transaction
        throw notJournaled;
      }
    }
    deliverInTime(all);
  }

  private void deliverInTime(Invalidations all) {
    if (!transactions.defer(all, this::deliver)) {
      deliver(all);
    }
  }

  /**
   * Invalidates what transactions under way have left to their end: this is the end of the cache.
   */
  void closeTransactions() {
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

  /** Sends all, and only then waits for the answers: one round trip. */
  private void deliver(Invalidations all) {
    List<Key> everything = all.everything();
    Set<Key> undelivered;
    try {
      flights.invalidate(all.keys().keySet());
      undelivered = awaitAnswers(delivery.send(everything));
    } catch (Throwable e) {
      leaveToRecovery(everything); // whatever happened: some may be at their old value
      throw e;
    }
    if (!undelivered.isEmpty()) {
      leaveToRecovery(undelivered);
    }
    if (journal != null) {
      journal.finished(
          all.journaled().stream().filter(entry -> !undelivered.contains(entry.key())).toList());
    }
    all.keys()
        .forEach((key, method) -> listener.onInvalidate(method, key, !undelivered.contains(key)));
    for (Clear clear : all.clears()) {
      boolean cleared = !undelivered.contains(clear.region().generationKey());
      listener.onClear(clear.method(), clear.region().name(), cleared);
    }
  }

  /** Returns the keys that the store does not acknowledge; the others are delivered. */
  private Set<Key> awaitAnswers(List<Sent> sent) {
    long sentNanos = System.nanoTime();
    Set<Key> undelivered = new HashSet<>();
    for (Sent part : sent) {
      if (!waiting.forAcknowledgement(part.answer(), sentNanos)) {
        undelivered.addAll(part.keys());
      }
    }
    return undelivered;
  }

  private void leaveToRecovery(Collection<Key> keys) {
    try {
      dirty.add(keys, retentionNanos.getAsLong());
    } finally {
      recovery.wake();
    }
  }

  /** Keys whose fences were sent to the store together, and its answer. */
  private record Fence(List<Key> keys, CompletableFuture<Boolean> answer) {}

  /** Never throws: a store that does has failed. */
  private static <T> CompletableFuture<T> send(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The method may have changed what its keys are made of: those of before are invalidated too. */
  private void addKeysOfAfter(Write write, @Nullable Object result, boolean returned) {
    InvalidationPlan plan = write.plan();
    for (KeyBinder binder : plan.keys()) {
      if (write.isFixed(binder)) {
        continue;
      }
      if (binder.needsResult() && !returned) {
        listener.onInvalidateSkipped(plan.method());
        continue;
      }
      try {
        write.known().add(binder.region(), write.key(binder, result), plan.method());
      } catch (KeyFailure e) {
        listener.onInvalidateSkipped(plan.method());
        if (throttle.allows(binder)) {
          LOG.error(
              "{}: the @Invalidate key \"{}\" could not be computed, so its entry stays until its"
                  + " TTL ends",
              plan.method(),
              binder.template(),
              e.getCause());
        }
      }
    }
  }
}
