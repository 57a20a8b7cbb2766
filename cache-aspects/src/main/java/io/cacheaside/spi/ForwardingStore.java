package io.cacheaside.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that passes each call on to another one: what a store that adds something to every call
 * begins with, be it a circuit breaker, a measurement or a fault. As threadsafe as its subclass.
 *
 * <p>Every call for which the application may wait goes through {@link #forward}. A subclass that
 * overrides {@link #invalidate(List, long)} has to override {@link #invalidateInParts} too: the
 * engine calls that one.
 */
public abstract class ForwardingStore implements Store {
  /** The store that the calls are passed on to. */
  protected final Store store;

  /** Creates a store that passes on to the given one. */
  protected ForwardingStore(Store store) {
    this.store = requireNonNull(store);
  }

  /**
   * Makes one call.
   *
   * @param call passes it on
   * @return what the caller gets; here what the other store returned
   */
  protected <T extends @Nullable Object> CompletableFuture<T> forward(
      Supplier<CompletableFuture<T>> call) {
    return call.get();
  }

  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    return forward(() -> store.lookup(key));
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    return forward(() -> store.acquire(key, token, leaseMillis, seen));
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    return forward(() -> store.renew(key, token, leaseMillis));
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    return forward(() -> store.populate(key, token, record, ttlMillis));
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return forward(() -> store.release(key, token));
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    return forward(() -> store.invalidate(keys, settleMillis));
  }

  @Override
  public List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    return store.invalidateInParts(keys, settleMillis);
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    return forward(() -> store.fence(keys, millis));
  }

  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    return forward(() -> store.generation(generationKey));
  }

  @Override
  public CompletableFuture<Long> clear(Key generationKey) {
    return forward(() -> store.clear(generationKey));
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    return store.watch(key, token);
  }

  @Override
  public long overdue(CompletableFuture<?> call, long limitNanos) {
    return store.overdue(call, limitNanos);
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
  public void onReconnect(Consumer<Reconnection> listener) {
    store.onReconnect(listener);
  }

  @Override
  public void reset() {
    store.reset();
  }

  @Override
  public void close() {
    store.close();
  }
}
