package io.cacheaside.engine.transaction;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.flight.Caller;
import io.cacheaside.engine.flight.PrivateLoad;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.plan.WriteCall;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Region;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.spi.TransactionHook.Doubt;
import io.cacheaside.spi.TransactionHook.Isolation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that calls are in, and what they invalidated. A call may be in transactions of
 * several kinds; an invalidation is then kept by each of them, since any of them may be the one
 * that makes the write visible.
 *
 * <p>As long as no transaction of this JVM has invalidated anything, a read pays one volatile read
 * for all of this. Threadsafe.
 */
public final class Transactions implements Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  /** Of all engines: what one writes, another must not show. */
  private static final ThreadLocal<@Nullable RunningWrite> RUNNING = new ThreadLocal<>();

  private final Slot[] slots;
  private final boolean readCommittedByDefault;
  private final LogThrottle throttle;
  private final TransactionEnds ends;

  /** How many works are pending and writes run; zero means that no read needs to look further. */
  private final AtomicInteger writers = new AtomicInteger();

  /**
   * Creates them.
   *
   * @param undelivered is told if the end of a transaction fails
   */
  public Transactions(
      TransactionOptions options, LogThrottle throttle, UndeliveredTargets undelivered) {
    this.slots = options.hooks().stream().map(Slot::new).toArray(Slot[]::new);
    this.readCommittedByDefault = options.readCommitted();
    this.throttle = throttle;
    this.ends = new TransactionEnds(writers, undelivered);
  }

  /**
   * A call of an {@code @Invalidate} method on this thread. The transaction may begin inside it,
   * when woven advice of a transaction manager comes after ours.
   */
  private record RunningWrite(
      WriteCall write, AtomicInteger writers, @Nullable RunningWrite outer) {

    boolean invalidates(Key key, Region region) {
      return write.invalidates(key, region) || (outer != null && outer.invalidates(key, region));
    }
  }

  /** Begins a call of an {@code @Invalidate} method. */
  public void writeBegins(WriteCall write) {
    if (slots.length == 0) {
      return;
    }
    RunningWrite running = new RunningWrite(write, writers, RUNNING.get());
    writers.incrementAndGet();
    try {
      RUNNING.set(running);
    } catch (Throwable e) {
      writers.decrementAndGet();
      throw e;
    }
  }

  /** Ends a call, and with it those within it whose end was lost. */
  public void writeEnds(WriteCall write) {
    RunningWrite last = slots.length == 0 ? null : RUNNING.get();
    for (RunningWrite running = last; running != null; running = running.outer()) {
      if (running.write() == write) {
        leave(last, running);
        return;
      }
    }
  }

  /** Those within it may be of other engines. */
  private static void leave(@Nullable RunningWrite last, RunningWrite ending) {
    RunningWrite outer = ending.outer();
    if (outer == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(outer);
    }
    RunningWrite next = last;
    while (next != null) {
      next.writers().decrementAndGet();
      next = next.write() == ending.write() ? null : next.outer();
    }
  }

  /**
   * Returns whether the calling thread is in a transaction that has invalidated the key or cleared
   * its region, or is about to; or whether any thread was, in one that has ended in part.
   */
  public boolean hasUncommitted(Key key, Region region) {
    if (writers.get() == 0) {
      return false;
    }
    if (ends.keepFromAll(key, region)) {
      return true;
    }
    boolean active = false;
    for (Slot slot : slots) {
      try {
        TransactionWork work = slot.work();
        if (work != null && work.contains(key, region)) {
          return true;
        }
        for (Object outer : slot.hook.outerStates(slot)) {
          if (((TransactionWork) outer).contains(key, region)) {
            return true;
          }
        }
        active |= slot.hook.isActive();
      } catch (Throwable e) {
        slot.failed(e);
        return true;
      }
    }
    RunningWrite running = active ? RUNNING.get() : null;
    return running != null && running.invalidates(key, region);
  }

  /**
   * Returns why what the calling thread is about to load must not be shown to others, or null if it
   * may: its transaction has written, or is not proven to see the newest commits; or the load may
   * come from a persistence context that holds something already. That is asked before the load
   * only, because after it, the context holds what was loaded, and a snapshot that the load itself
   * began is new enough. Hooks that may ask the database come last.
   */
  @Override
  public @Nullable PrivateLoad whyNextLoadIsPrivate() {
    for (Slot slot : slots) {
      try {
        if (slot.hook.isActive() && (slot.hasWork() || RUNNING.get() != null)) {
          return PrivateLoad.AFTER_A_WRITE;
        }
        Doubt doubt = slot.hook.threadDoubt();
        if (doubt != null) {
          return PrivateLoad.because(doubt);
        }
      } catch (Throwable e) {
        slot.failed(e);
        return PrivateLoad.HOOK_FAILED;
      }
    }
    for (Slot slot : slots) {
      try {
        Doubt doubt =
            slot.hook.isActive() && !isReadCommitted(slot.hook) ? slot.hook.doubt() : null;
        if (doubt != null) {
          return PrivateLoad.because(doubt);
        }
      } catch (Throwable e) {
        slot.failed(e);
        return PrivateLoad.HOOK_FAILED;
      }
    }
    return fromReplica();
  }

  /** Last, so that nothing else stands against a load from a replica that is let through. */
  private @Nullable PrivateLoad fromReplica() {
    for (Slot slot : slots) {
      try {
        Doubt doubt = slot.hook.isActive() ? slot.hook.replicaDoubt(mayAsk(slot.hook)) : null;
        if (doubt != null) {
          return PrivateLoad.fromReplica(doubt);
        }
      } catch (Throwable e) {
        slot.failed(e);
        return PrivateLoad.HOOK_FAILED;
      }
    }
    return null;
  }

  /** The setting promises that no connection is asked. */
  private boolean mayAsk(TransactionHook hook) {
    return !readCommittedByDefault || hook.isolation() != Isolation.DEFAULT;
  }

  /**
   * Returns whether what the calling thread has loaded must not be shown to others after all: its
   * transaction has written meanwhile, or one that began during the load is still under way.
   *
   * @param began whether a transaction was active when the load began; it was looked at then
   */
  public boolean keepLoadPrivate(boolean began) {
    for (Slot slot : slots) {
      try {
        if (slot.hook.isActive()
            && (slot.hasWork()
                || RUNNING.get() != null
                || !(began || isReadCommitted(slot.hook)))) {
          return true;
        }
      } catch (Throwable e) {
        slot.failed(e);
        return true;
      }
    }
    return false;
  }

  private boolean isReadCommitted(TransactionHook hook) {
    Isolation isolation = hook.isolation();
    return isolation == Isolation.READ_COMMITTED
        || (isolation == Isolation.DEFAULT && readCommittedByDefault);
  }

  @Override
  public boolean isInTransaction() {
    for (Slot slot : slots) {
      try {
        if (slot.hook.isActive()) {
          return true;
        }
      } catch (Throwable e) {
        slot.failed(e);
      }
    }
    return false;
  }

  /**
   * Leaves an invalidation to the end of the transactions that the calling thread is in. From now
   * on they keep to themselves what they load, even if nothing is known yet.
   *
   * @param delivery takes all that a transaction has invalidated when it ended, unless it rolled
   *     back
   * @return false if there is no transaction, or not any more: then the keys are to be invalidated
   *     now
   */
  public boolean defer(Invalidations added, Consumer<Invalidations> delivery) {
    boolean deferred = false;
    boolean refused = false;
    for (Slot slot : slots) {
      try {
        if (slot.hook.isActive()) {
          TransactionWork known = slot.work();
          TransactionWork work = known == null ? begin(slot, delivery) : known;
          refused |= !work.add(added);
          deferred = true;
        }
        for (Object outer : slot.hook.outerStates(slot)) {
          refused |= !((TransactionWork) outer).add(added); // it may be the one that has written
        }
      } catch (Throwable e) {
        slot.failed(e);
        refused = true;
      }
    }
    return deferred && !refused;
  }

  private TransactionWork begin(Slot slot, Consumer<Invalidations> delivery) {
    TransactionWork work = new TransactionWork();
    ends.add(work);
    try {
      slot.hook.attach(slot, work, outcome -> ends.ended(work, outcome, delivery));
    } catch (Throwable e) {
      ends.forget(work);
      throw e;
    }
    return work;
  }

  /** Returns how many transactions have invalidated something and have not ended. */
  public int pending() {
    return ends.pending();
  }

  /** Returns what they have invalidated so far. */
  public Invalidations pendingInvalidations() {
    return ends.pendingInvalidations();
  }

  /** A hook; as its owner it tells what this engine attached from what others did. */
  private final class Slot {
    final TransactionHook hook;

    Slot(TransactionHook hook) {
      this.hook = hook;
    }

    @Nullable TransactionWork work() {
      return (TransactionWork) hook.state(this);
    }

    /** Whether what the thread reads next may have been written by its transactions. */
    boolean hasWork() {
      return work() != null || (writers.get() != 0 && !hook.outerStates(this).isEmpty());
    }

    void failed(Throwable failure) {
      try {
        if (throttle.allows(this)) {
          LOG.error(
              "the transaction hook {} failed: until it works again, invalidations are sent at once"
                  + " and loads are not cached",
              hook.getClass().getName(),
              failure);
        }
      } catch (Throwable unsaid) {
        // What the caller does about it matters more.
      }
    }
  }
}
