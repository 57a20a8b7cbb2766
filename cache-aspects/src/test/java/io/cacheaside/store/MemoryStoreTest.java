package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
  private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  private final MemoryStore store = store(10_000);

  private MemoryStore store(int maxEntries) {
    return new MemoryStore(() -> Instant.ofEpochMilli(clock.get()), maxEntries);
  }

  @Override
  protected Store store() {
    return store;
  }

  @Override
  protected Key key(String name) {
    return Key.of("app:r:{" + name + "}");
  }

  @Override
  protected void plant(Key key, byte[] bytes) {
    store.plant(key, bytes);
  }

  @Override
  protected void passDeadline(Key key, long leaseMillis) {
    clock.addAndGet(leaseMillis);
  }

  @Override
  protected void awaitExpiry(Key key) {
    clock.addAndGet(3_600_000);
    assertThat(get(store.lookup(key))).isNull();
  }

  @Override
  protected long remainingMillis(Key key) {
    return store.remainingMillis(key);
  }

  @Override
  protected long nowMillis() {
    return clock.get();
  }

  @Test
  void full_dropsWhatWasUsedLongestAgo() {
    MemoryStore small = store(2);
    assertGranted(small, "a");
    assertGranted(small, "b");
    assertThat(get(small.lookup(key("a")))).isNotNull();
    assertGranted(small, "c");
    assertThat(small.size()).isEqualTo(2);
    assertThat(get(small.lookup(key("a")))).isNotNull();
    assertThat(get(small.lookup(key("b")))).isNull();
  }

  @Test
  void full_droppedLease_wakesItsWaiters() {
    MemoryStore small = store(1);
    LeaseToken token = token();
    assertThat(get(small.acquire(key("a"), token, 1_000, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = small.watch(key("a"), token);
    assertThat(watch).isNotDone();
    assertGranted(small, "b");
    assertThat(watch).isDone();
  }

  @Test
  void watch_cancelled_isForgotten() {
    LeaseToken token = token();
    assertThat(get(store.acquire(key("a"), token, 1_000, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = store.watch(key("a"), token);
    assertThat(store.watchers()).isEqualTo(1);
    assertThat(watch.cancel(false)).isTrue();
    assertThat(store.watchers()).isZero();
  }

  @Test
  void lookup_returnsACopy() {
    LeaseToken token = token();
    assertThat(get(store.acquire(key("a"), token, 1_000, null))).isInstanceOf(Grant.Granted.class);
    byte[] mine = record(token, 3);
    assertThat(get(store.populate(key("a"), token, mine, 1_000))).isTrue();
    mine[100 - 2] = 99;
    byte[] first = get(store.lookup(key("a")));
    assertThat(first).isEqualTo(record(token, 3)).isNotSameAs(get(store.lookup(key("a"))));
  }

  @Test
  void maxEntries_zero_isRefused() {
    assertThatThrownBy(() -> store(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxEntries is 0; a store needs room for at least 1 entry");
  }

  private void assertGranted(MemoryStore small, String name) {
    assertThat(get(small.acquire(key(name), token(), 1_000, null)))
        .isInstanceOf(Grant.Granted.class);
  }
}
