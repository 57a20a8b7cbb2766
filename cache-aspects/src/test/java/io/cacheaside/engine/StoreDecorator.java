package io.cacheaside.engine;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A real store with a step that a test changes. */
class StoreDecorator implements Store {
  private final Store store;

  StoreDecorator(Store store) {
    this.store = store;
  }

  @Override
  public long overdue(CompletableFuture<?> call, long limitNanos) {
    return store.overdue(call, limitNanos);
  }

  @Override
  public CompletableFuture<byte[]> lookup(Key key) {
    return store.lookup(key);
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
    return store.acquire(key, token, leaseMillis, seen);
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    return store.renew(key, token, leaseMillis);
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    return store.populate(key, token, record, ttlMillis);
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return store.release(key, token);
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    return store.invalidate(keys, settleMillis);
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    return store.fence(keys, millis);
  }

  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    return store.generation(generationKey);
  }

  @Override
  public CompletableFuture<Long> bump(Key generationKey) {
    return store.bump(generationKey);
  }

  @Override
  public void onReconnect(Consumer<Reconnection> listener) {
    store.onReconnect(listener);
  }

  @Override
  public CompletableFuture<Void> watch(Key key, LeaseToken token) {
    return store.watch(key, token);
  }

  @Override
  public CompletableFuture<Void> ping() {
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
    store.close();
  }
}
