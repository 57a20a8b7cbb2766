package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A store that costs nothing: every lookup but the first of its key finds a valid record ready. */
final class StubStore implements Store {
  private static final int PAYLOAD = 350;
  private static final int DIGITS = Long.toString(Ids.FIRST).length();
  private static final long GENERATION = 0x0123_4567_89AB_CDEFL;

  private final CompletableFuture<Long> generation = CompletableFuture.completedFuture(GENERATION);

  /** By the number that the key ends with: records prove their keys, and hashing one would cost. */
  private final AtomicReferenceArray<@Nullable CompletableFuture<byte @Nullable []>> found =
      new AtomicReferenceArray<>(Ids.COUNT);

  private static byte[] record(Key key) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + PAYLOAD];
    EntryFormat.writeHeader(
        record,
        key,
        new EntryFormat.Header(
            false,
            new LeaseToken(Long.MIN_VALUE, 1),
            System.currentTimeMillis(),
            3_600_000,
            100,
            StubCodec.FINGERPRINT,
            GENERATION,
            StubCodec.ID));
    return record;
  }

  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    byte[] bytes = key.bytes();
    int number = 0;
    for (int at = bytes.length - 1 - DIGITS; at < bytes.length - 1; at++) {
      number = 10 * number + bytes[at] - '0';
    }
    int slot = number & (Ids.COUNT - 1);
    CompletableFuture<byte @Nullable []> ready = found.get(slot);
    if (ready == null) {
      ready = CompletableFuture.completedFuture(record(key));
      found.set(slot, ready);
    }
    return ready;
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    return generation;
  }

  @Override
  public CompletableFuture<Long> clear(Key generationKey) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    throw onlyHits();
  }

  @Override
  public CompletableFuture<@Nullable Void> ping() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public void close() {}

  private static UnsupportedOperationException onlyHits() {
    return new UnsupportedOperationException("only hits are measured");
  }
}
