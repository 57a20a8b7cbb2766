package io.cacheaside.store;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.background.NeverThrowing;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.ForwardingStore;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store behind a circuit breaker: when it stops answering, calls fail at once instead of costing
 * each caller a timeout.
 *
 * <p>The breaker opens when half of the last ten calls timed out or found no connection, or half of
 * all calls since it closed if these are five to nine; an error that the server answered is an
 * answer, and {@link Reason#OVERLOADED} or an {@link Error} of this JVM say nothing about the
 * server. On opening, the store is told to {@link Store#reset} a connection that may be open but
 * silent. While it is open the application's calls are never used as probes: a ping in the
 * background is, every 100 ms, and the first that is answered closes the breaker.
 *
 * <p>Nothing that is thrown leaves the breaker open without a probe, or closed to calls: whether it
 * is open is one flag, the probe repeats whatever of the opening or closing was not done, and who
 * finds the breaker open without a probe for long schedules one.
 *
 * <p>Time limits lie with the callers: one who stops waiting completes the call's future with
 * {@link Reason#TIMEOUT}, which counts here, or cancels it, which does not. This class is
 * threadsafe.
 */
public final class GuardedStore extends ForwardingStore {
  private static final long PROBE_MILLIS = 100;

  /** No episode: the breaker is closed. */
  private static final long NONE = -1;

  /** How long the breaker may be open without a probe before a caller sees to one. */
  private static final long NO_PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final StoreException OPEN =
      new StoreException(
          Reason.BREAKER_OPEN, "the circuit breaker is open, as Redis did not answer before", null);

  private final ScheduledExecutorService timer;
  private final StateTeller teller;
  private final Runnable onClose;
  private final LongSupplier nanoClock;
  private final BackgroundTask probe;
  private final BreakerLog log;
  private final BiConsumer<@Nullable Object, @Nullable Throwable> recorder = this::record;
  private final Outcomes outcomes = new Outcomes();
  private final RefusalLog refusals;

  private volatile boolean open;

  /** Counts the openings; guarded by this. */
  private long episode;

  /** When the last probe began, or was scheduled. */
  private volatile long probedNanos;

  private volatile boolean closed;

  /**
   * Puts a breaker around a store.
   *
   * @param timer runs the probes; not closed by this class
   * @param listener is told when the breaker opens and closes; must not throw
   */
  public GuardedStore(Store store, ScheduledExecutorService timer, CacheListener listener) {
    this(store, timer, listener, () -> {}, System::nanoTime);
  }

  GuardedStore(
      Store store,
      ScheduledExecutorService timer,
      CacheListener listener,
      Runnable onClose,
      LongSupplier nanoClock) {
    super(store);
    this.timer = timer;
    this.teller = new StateTeller(listener, this::isOpen);
    this.onClose = onClose;
    this.nanoClock = nanoClock;
    this.log = new BreakerLog(store, nanoClock);
    this.refusals = new RefusalLog(nanoClock);
    this.probe =
        new BackgroundTask(
            "the probe of " + store, this::probe, this::schedule, PROBE_MILLIS, nanoClock);
  }

  private void open(@Nullable Throwable failure) {
    synchronized (this) {
      if (open) {
        return;
      }
      open = true;
      episode++;
    }
    probeIn(PROBE_MILLIS);
    // Not on this thread, which may be an I/O thread of the store.
    schedule(store::reset, 0);
    teller.tell();
    log.opened(failure);
  }

  private void probeIn(long millis) {
    probedNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (!closed) {
      probe.schedule(millis);
    }
  }

  private void schedule(Runnable task, long delayMillis) {
    if (!closed && !timer.isShutdown()) {
      timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** For whoever finds the breaker open: its closing must not depend on one scheduled task. */
  private void seeToProbe() {
    if (nanoClock.getAsLong() - probedNanos > NO_PROBE_NANOS) {
      probeIn(0);
    }
  }

  private void probe() {
    if (closed) {
      return;
    }
    probedNanos = nanoClock.getAsLong();
    teller.tell();
    long current = openEpisode();
    if (current == NONE) {
      probeIfNeeded();
      return;
    }
    CompletableFuture<@Nullable Void> ping = NeverThrowing.call(store::ping);
    ping.copy()
        .orTimeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((pong, failure) -> probed(failure, current));
    // An answer that comes after the next ping was sent, to a JVM without time, is one all the
    // same.
    ping.thenRun(() -> probed(null, current));
  }

  private synchronized long openEpisode() {
    return open ? episode : NONE;
  }

  private void probed(@Nullable Throwable failure, long pinged) {
    try {
      if (failure == null && letPass(pinged)) {
        teller.tell();
        log.closed();
      }
    } finally {
      probeIfNeeded();
    }
  }

  private void probeIfNeeded() {
    if (open || !teller.isTold()) {
      probeIn(PROBE_MILLIS);
    }
  }

  /** Closes the breaker, unless it was closed since the ping: it may have opened once more. */
  private synchronized boolean letPass(long pinged) {
    if (!open || episode != pinged) {
      return false;
    }
    outcomes.forget();
    open = false;
    return true;
  }

  @Override
  protected <T extends @Nullable Object> CompletableFuture<T> forward(
      Supplier<CompletableFuture<T>> call) {
    if (open) {
      seeToProbe();
      return CompletableFuture.failedFuture(OPEN);
    }
    CompletableFuture<T> future = NeverThrowing.call(call);
    observe(future);
    return future;
  }

  /** Records the outcome without handing out another future: the caller completes this one. */
  private void observe(CompletableFuture<?> future) {
    try {
      if (future.isDone() && !future.isCompletedExceptionally()) {
        outcomes.succeeded();
      } else {
        future.whenComplete(recorder);
      }
    } catch (Throwable uncounted) {
      // The call was sent: its answer belongs to the caller, who must not lose it for a count.
    }
  }

  private void record(@Nullable Object result, @Nullable Throwable failure) {
    if (failure == null) {
      outcomes.succeeded();
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StoreException e && isAnswer(e.reason())) {
      outcomes.succeeded();
      refusals.answered(e);
    } else if (!closed && isEvidence(cause) && outcomes.failed()) {
      open(cause);
    }
  }

  private static boolean isAnswer(Reason reason) {
    return switch (reason) {
      case REFUSED, FOREIGN, NOT_REPLICATED, RECOVERING -> true;
      case TIMEOUT, UNAVAILABLE, OVERLOADED, BREAKER_OPEN -> false;
    };
  }

  /**
   * Whether a call that failed tells against the store. One that its caller gave up or that this
   * JVM failed tells neither for nor against it: counted as a success it would hide its silence.
   */
  private static boolean isEvidence(@Nullable Throwable cause) {
    return !(cause instanceof CancellationException
        || cause instanceof Error
        || (cause instanceof StoreException e
            && (e.reason() == Reason.OVERLOADED || e.getCause() instanceof Error)));
  }

  /** Returns whether the breaker is open. */
  public boolean isOpen() {
    return open;
  }

  /** Passes an open breaker: it gives back what a call before the opening may have taken. */
  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return NeverThrowing.call(() -> store.release(key, token));
  }

  /** {@inheritDoc} To the breaker it is one call, of however many parts. */
  @Override
  public List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    List<Part> parts = new ArrayList<>();
    CompletableFuture<Long> all =
        forward(
            () -> {
              parts.addAll(store.invalidateInParts(keys, settleMillis));
              return parts.size() == 1 ? parts.get(0).answer() : all(parts);
            });
    return parts.isEmpty() ? List.of(new Part(keys, all)) : parts;
  }

  private static CompletableFuture<Long> all(List<Part> parts) {
    return CompletableFuture.allOf(
            parts.stream().map(Part::answer).toArray(CompletableFuture[]::new))
        .thenApply(done -> 0L);
  }

  /** Not counted if the store has the answer at hand, as it nearly always has. */
  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    if (open) {
      seeToProbe();
      return CompletableFuture.failedFuture(OPEN);
    }
    CompletableFuture<Long> answer = NeverThrowing.call(() -> store.generation(generationKey));
    if (!answer.isDone() || answer.isCompletedExceptionally()) {
      observe(answer);
    }
    return answer;
  }

  @Override
  public void close() {
    closed = true;
    try {
      onClose.run();
    } finally {
      store.close();
    }
  }
}
