package io.cacheaside.store;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BreakerState;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store behind a circuit breaker: when it stops answering, calls fail at once instead of costing
 * each caller a timeout.
 *
 * <p>The breaker opens when half of the last ten calls timed out or found no connection, or half of
 * all calls since it closed if these are five to nine; an error that the server answered is an
 * answer, and {@link Reason#OVERLOADED} says nothing about it. On opening, the store is told to
 * {@link Store#reset} a connection that may be open but silent. While it is open the application's
 * calls are never used as probes: a ping in the background is, every 100 ms, and the first that is
 * answered closes the breaker.
 *
 * <p>Time limits lie with the callers: one who stops waiting completes the call's future with
 * {@link Reason#TIMEOUT}, which counts here, or cancels it, which does not. This class is
 * threadsafe.
 */
public final class GuardedStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);
  private static final int WINDOW = 10;
  private static final int MIN_CALLS = 5;
  private static final long PROBE_MILLIS = 100;

  /** The breaker never tries callers by itself; this only has to outlast every outage. */
  private static final Duration NEVER = Duration.ofDays(10_000);

  private static final StoreException OPEN =
      new StoreException(Reason.BREAKER_OPEN, "the circuit breaker is open", null);

  private final Store store;
  private final ScheduledExecutorService timer;
  private final CacheListener listener;
  private final Runnable onClose;
  private final CircuitBreaker breaker;
  private final BiConsumer<@Nullable Object, @Nullable Throwable> recorder = this::record;

  /**
   * How many calls in a row succeeded, up to the window. Once they fill it, one more success
   * changes nothing that the breaker knows, and is not worth its lock and its garbage.
   */
  private final AtomicInteger successes = new AtomicInteger();

  /** Whether the opening was acted on; written under the lock of this. */
  private volatile boolean openingSeen;

  private volatile boolean closed;

  /**
   * Puts a breaker around a store.
   *
   * @param timer runs the probes; not closed by this class
   * @param listener is told when the breaker opens and closes; must not throw
   */
  public GuardedStore(Store store, ScheduledExecutorService timer, CacheListener listener) {
    this(store, timer, listener, () -> {});
  }

  GuardedStore(
      Store store, ScheduledExecutorService timer, CacheListener listener, Runnable onClose) {
    this.store = store;
    this.timer = timer;
    this.listener = listener;
    this.onClose = onClose;
    this.breaker =
        CircuitBreaker.of(
            "cacheaside",
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(MIN_CALLS)
                .failureRateThreshold(50)
                .waitDurationInOpenState(NEVER)
                .writableStackTraceEnabled(false)
                .build());
  }

  /**
   * Acts once on each opening. The breaker's own events would tell of it too, but with anybody
   * listening it makes one, with the time of day, for each call.
   */
  private void seeOpening() {
    synchronized (this) {
      if (openingSeen || !isOpen()) {
        return;
      }
      openingSeen = true;
    }
    opened();
  }

  /** One step for {@link #seeOpening}: it must neither miss the next opening nor see this again. */
  private synchronized void letPass() {
    openingSeen = false;
    breaker.transitionToClosedState();
    successes.set(0);
  }

  private void opened() {
    // Not on this thread, which may be an I/O thread of the store.
    schedule(store::reset, 0);
    schedule(this::probe, PROBE_MILLIS);
    LOG.warn("{} does not answer: calls go past the cache until it does", store);
    tell(BreakerState.OPEN);
  }

  private void tell(BreakerState state) {
    try {
      listener.onBreaker(state);
    } catch (Throwable e) {
      LOG.error("the listener {} threw; this is ignored", listener.getClass(), e);
    }
  }

  private void schedule(Runnable task, long delayMillis) {
    if (!closed && !timer.isShutdown()) {
      timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void probe() {
    if (closed) {
      return;
    }
    call(store::ping)
        .orTimeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete(
            (pong, failure) -> {
              if (failure == null) {
                LOG.info("{} answers again: calls use the cache", store);
                // Before calls pass: they may open the breaker again, which is told after this.
                tell(BreakerState.CLOSED);
                letPass();
              } else {
                schedule(this::probe, PROBE_MILLIS);
              }
            });
  }

  private <T extends @Nullable Object> CompletableFuture<T> guarded(
      Supplier<CompletableFuture<T>> call) {
    if (!breaker.tryAcquirePermission()) {
      return CompletableFuture.failedFuture(OPEN);
    }
    CompletableFuture<T> future = call(call);
    observe(future);
    return future;
  }

  /** A store that throws breaks its contract, but must break neither probes nor callers. */
  private static <T extends @Nullable Object> CompletableFuture<T> call(
      Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Records the outcome without handing out another future: the caller completes this one. */
  private void observe(CompletableFuture<?> future) {
    if (future.isDone() && !future.isCompletedExceptionally()) {
      record(null, null);
    } else {
      future.whenComplete(recorder);
    }
  }

  private void record(@Nullable Object result, @Nullable Throwable failure) {
    if (failure == null && successes.get() >= WINDOW) {
      return;
    }
    count(failure);
    if (isOpen() && !openingSeen) {
      seeOpening();
    }
  }

  private void count(@Nullable Throwable failure) {
    if (failure == null) {
      succeeded();
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CancellationException || isOwnFault(cause)) {
      breaker.releasePermission();
    } else if (cause instanceof StoreException e && isAnswer(e.reason())) {
      succeeded();
    } else {
      successes.set(0); // first: what succeeds from now on pushes the failure out of the window
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /**
   * Counts a success that may matter; one lost to a failure beside it is made up for by the next.
   */
  private void succeeded() {
    int before = successes.get();
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    if (before < WINDOW) {
      successes.compareAndSet(before, before + 1);
    }
  }

  private static boolean isAnswer(Reason reason) {
    return switch (reason) {
      case REFUSED, FOREIGN, NOT_REPLICATED, RECOVERING -> true;
      case TIMEOUT, UNAVAILABLE, OVERLOADED, BREAKER_OPEN -> false;
    };
  }

  /** Neither for nor against the store: counted as a success it would hide that it is silent. */
  private static boolean isOwnFault(@Nullable Throwable cause) {
    return cause instanceof StoreException e && e.reason() == Reason.OVERLOADED;
  }

  /** Returns whether the breaker is open. */
  public boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    return guarded(() -> store.lookup(key));
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    return guarded(() -> store.acquire(key, token, leaseMillis, seen));
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    return guarded(() -> store.renew(key, token, leaseMillis));
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    return guarded(() -> store.populate(key, token, record, ttlMillis));
  }

  /** Passes an open breaker: it gives back what a call before the opening may have taken. */
  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return call(() -> store.release(key, token));
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    return guarded(() -> store.invalidate(keys, settleMillis));
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    return guarded(() -> store.fence(keys, millis));
  }

  /** Not counted if the store has the answer at hand, as it nearly always has. */
  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    if (isOpen()) {
      return CompletableFuture.failedFuture(OPEN);
    }
    CompletableFuture<Long> answer;
    try {
      answer = store.generation(generationKey);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (!answer.isDone() && breaker.tryAcquirePermission()) {
      observe(answer);
    }
    return answer;
  }

  @Override
  public CompletableFuture<Long> bump(Key generationKey) {
    return guarded(() -> store.bump(generationKey));
  }

  @Override
  public void onReconnect(Consumer<Reconnection> reconnected) {
    store.onReconnect(reconnected);
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    return store.watch(key, token);
  }

  @Override
  public CompletableFuture<@Nullable Void> ping() {
    return store.ping();
  }

  @Override
  public long epoch() {
    return store.epoch();
  }

  @Override
  public void reset() {
    store.reset();
  }

  @Override
  public void close() {
    closed = true;
    onClose.run();
    store.close();
  }
}
