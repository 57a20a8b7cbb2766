package io.cacheaside.store;

import io.cacheaside.background.FirstTable;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store in this JVM's heap, with the same rules for leases as one in Redis: for tests, and for an
 * application that runs as a single process. Threadsafe.
 *
 * <p>It holds a bounded number of entries and, when full, drops the one whose last use is longest
 * ago, lease or value: what is absent is loaded again. What has expired is dropped when its key is
 * used, or for room. Calls are done when they return; who completes a future runs its dependents.
 */
public final class MemoryStore implements Store {
  private static final int DEFAULT_MAX_ENTRIES = 10_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final InstantSource clock;
  private final int maxEntries;
  private final Quarantines quarantines;
  private final Map<Key, CompletableFuture<Long>> generations = FirstTable.of(new HashMap<>());
  private final Map<Key, Slot> slots = FirstTable.of(new LinkedHashMap<>(16, 0.75f, true));
  private final Map<Key, List<CompletableFuture<@Nullable Void>>> watches =
      FirstTable.of(new HashMap<>());
  private boolean closed;

  /** Creates a store with the system clock and room for 10,000 entries. */
  public MemoryStore() {
    this(InstantSource.system(), DEFAULT_MAX_ENTRIES);
  }

  /**
   * Creates a store.
   *
   * @param clock decides when leases and entries expire
   * @param maxEntries the room, at least 1
   */
  public MemoryStore(InstantSource clock, int maxEntries) {
    if (maxEntries < 1) {
      throw new IllegalArgumentException(
          "maxEntries is " + maxEntries + "; a store needs room for at least 1 entry");
    }
    this.clock = clock;
    this.maxEntries = maxEntries;
    this.quarantines = new Quarantines(clock, maxEntries);
  }

  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    return call(
        changes -> {
          Slot slot = live(key, changes);
          return slot == null ? null : slot.record.clone();
        });
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    positive("leaseMillis", leaseMillis);
    return call(changes -> acquireNow(key, token, leaseMillis, seen, changes));
  }

  private Grant acquireNow(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen, Changes changes) {
    long now = clock.millis();
    Slot slot = live(key, changes);
    if (slot != null) {
      byte[] record = slot.record;
      if (!EntryFormat.isOurs(record)) {
        return new Grant.Foreign();
      }
      LeaseToken holder = EntryFormat.leaseToken(record);
      if (token.equals(holder)) {
        return new Grant.Granted(now);
      }
      if (EntryFormat.isValue(record) && !EntryFormat.etag(record).equals(seen)) {
        return new Grant.Changed(record.clone());
      }
      long left = EntryFormat.leaseDeadline(record) - now;
      if (holder != null && left > 0) {
        return new Grant.Held(left, holder);
      }
    }
    lease(key, slot, token, leaseMillis, now, changes);
    return new Grant.Granted(now);
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    positive("leaseMillis", leaseMillis);
    return call(
        changes -> {
          Slot slot = held(key, token, changes);
          if (slot != null) {
            lease(key, slot, token, leaseMillis, clock.millis(), changes);
          }
          return slot != null;
        });
  }

  /** Puts the lease over a value that outlives it, else in place of whatever is there. */
  private void lease(
      Key key, @Nullable Slot slot, LeaseToken token, long millis, long now, Changes changes) {
    long deadline = now + millis;
    if (slot != null && EntryFormat.isValue(slot.record) && slot.outlives(deadline)) {
      byte[] record = slot.record.clone();
      EntryFormat.writeLease(record, token, deadline);
      put(key, new Slot(record, slot.expiresAt), changes);
    } else {
      put(key, new Slot(EntryFormat.lease(token, deadline), deadline + millis), changes);
    }
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    positive("ttlMillis", ttlMillis);
    if (!EntryFormat.isValue(record)) {
      throw new IllegalArgumentException(
          "The record is no value of this version; make it with EntryFormat.writeHeader");
    }
    byte[] copy = record.clone();
    return call(
        changes -> {
          boolean held = held(key, token, changes) != null;
          if (held) {
            put(key, new Slot(copy, clock.millis() + ttlMillis), changes);
          }
          return held;
        });
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return call(
        changes -> {
          Slot slot = held(key, token, changes);
          if (slot == null) {
            return false;
          }
          if (EntryFormat.isValue(slot.record)) {
            byte[] record = slot.record.clone();
            EntryFormat.writeLease(record, null, 0);
            put(key, new Slot(record, slot.expiresAt), changes);
          } else {
            remove(key, changes);
          }
          return true;
        });
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    if (settleMillis != 0) {
      positive("settleMillis", settleMillis);
    }
    List<Key> copy = List.copyOf(keys);
    return call(
        changes -> {
          long removed = 0;
          for (Key key : copy) {
            if (live(key, changes) != null) {
              remove(key, changes);
              removed++;
            }
            if (settleMillis > 0) {
              quarantines.extend(key, clock.millis() + settleMillis);
            }
          }
          return removed;
        });
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    positive("millis", millis);
    List<Key> copy = List.copyOf(keys);
    return call(
        changes -> {
          long until = clock.millis() + millis;
          boolean all = true;
          for (Key key : copy) {
            Slot slot = live(key, changes);
            if (slot != null && EntryFormat.isOurs(slot.record)) {
              slots.put(key, slot.quarantinedUntil(until));
            }
            all &= quarantines.extend(key, until);
          }
          return all;
        });
  }

  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    synchronized (this) {
      if (!closed) {
        return generations.computeIfAbsent(
            generationKey, key -> CompletableFuture.completedFuture(clock.millis() << 16));
      }
    }
    return closedFailure();
  }

  @Override
  public CompletableFuture<Long> clear(Key generationKey) {
    return call(
        changes -> {
          CompletableFuture<Long> now = generations.get(generationKey);
          long next = Math.max(clock.millis() << 16, now == null ? 0 : now.join() + 1);
          generations.put(generationKey, CompletableFuture.completedFuture(next));
          return next;
        });
  }

  /** {@inheritDoc} An expiry is noticed by the next call for the key, not by a timer. */
  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    CompletableFuture<@Nullable Void> watch = new CompletableFuture<>();
    Changes changes = new Changes();
    synchronized (this) {
      if (closed || held(key, token, changes) == null) {
        changes.woken.add(watch);
      } else {
        watches.computeIfAbsent(key, k -> new ArrayList<>(2)).add(watch);
      }
    }
    changes.wake();
    var unused = watch.whenComplete((done, failure) -> forget(key, watch));
    return watch;
  }

  @Override
  public CompletableFuture<@Nullable Void> ping() {
    return call(changes -> null);
  }

  /** Returns 0: there is no connection that could be lost. */
  @Override
  public long epoch() {
    return 0;
  }

  /** Drops all entries and wakes all who wait; further calls fail. */
  @Override
  public void close() {
    Changes changes = new Changes();
    synchronized (this) {
      closed = true;
      slots.clear();
      quarantines.clear();
      generations.clear();
      watches.values().forEach(changes.woken::addAll);
      watches.clear();
    }
    changes.wake();
  }

  /** Returns how many entries there are, expired ones included. */
  synchronized int size() {
    return slots.size();
  }

  /** Returns how many futures wait. */
  synchronized int watchers() {
    return watches.values().stream().mapToInt(List::size).sum();
  }

  /** Returns for how many ms the entry stays, or 0 if there is none. */
  synchronized long remainingMillis(Key key) {
    Slot slot = slots.get(key);
    return slot == null ? 0 : Math.max(slot.expiresAt - clock.millis(), 0);
  }

  /** Puts bytes under a key as another application would. */
  synchronized void plant(Key key, byte[] bytes) {
    slots.put(key, new Slot(bytes.clone(), NEVER));
  }

  private <T> CompletableFuture<T> call(Step<T> step) {
    Changes changes = new Changes();
    @Nullable T result;
    synchronized (this) {
      if (closed) {
        return closedFailure();
      }
      result = step.run(changes);
    }
    changes.wake();
    return CompletableFuture.completedFuture(result);
  }

  private static <T> CompletableFuture<T> closedFailure() {
    return CompletableFuture.failedFuture(
        new StoreException(Reason.UNAVAILABLE, "This memory store is closed", null));
  }

  private @Nullable Slot live(Key key, Changes changes) {
    Slot slot = slots.get(key);
    if (slot != null && slot.expiresAt <= clock.millis()) {
      remove(key, changes);
      return null;
    }
    return slot;
  }

  private @Nullable Slot held(Key key, LeaseToken token, Changes changes) {
    Slot slot = live(key, changes);
    return slot != null
            && EntryFormat.isOurs(slot.record)
            && token.equals(EntryFormat.leaseToken(slot.record))
        ? slot
        : null;
  }

  private void put(Key key, Slot slot, Changes changes) {
    long end = quarantines.end(key);
    slots.put(key, end == Quarantines.NONE ? slot : slot.quarantinedUntil(end));
    changed(key, changes);
    if (slots.size() > maxEntries) {
      Iterator<Key> oldest = slots.keySet().iterator();
      remove(oldest.next(), changes);
    }
  }

  private void remove(Key key, Changes changes) {
    slots.remove(key);
    changed(key, changes);
  }

  private void changed(Key key, Changes changes) {
    List<CompletableFuture<@Nullable Void>> woken = watches.remove(key);
    if (woken != null) {
      changes.woken.addAll(woken);
    }
  }

  private synchronized void forget(Key key, CompletableFuture<@Nullable Void> watch) {
    List<CompletableFuture<@Nullable Void>> present = watches.get(key);
    if (present != null && present.removeIf(each -> each == watch) && present.isEmpty()) {
      watches.remove(key);
    }
  }

  private static void positive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " is " + millis + "; at least 1 ms is needed");
    }
  }

  /** What happens under the lock. */
  private interface Step<T> {
    @Nullable T run(Changes changes);
  }

  /** Who is to be woken when the lock is free again. */
  private static final class Changes {
    final List<CompletableFuture<@Nullable Void>> woken = new ArrayList<>(0);

    void wake() {
      woken.forEach(watch -> watch.complete(null));
    }
  }

  /**
   * What lies under a key.
   *
   * @param record never changed
   * @param expiresAt ms of the clock
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slot(byte[] record, long expiresAt) {
    /** What never expires is not ours, and gives way to a lease as it does in Redis. */
    boolean outlives(long deadline) {
      return expiresAt != NEVER && expiresAt >= deadline;
    }

    /** Returns the same, but marked and gone at the end of a quarantine. */
    Slot quarantinedUntil(long end) {
      byte[] marked = record.clone();
      EntryFormat.markQuarantined(marked);
      return new Slot(marked, Math.min(expiresAt, end));
    }
  }
}
