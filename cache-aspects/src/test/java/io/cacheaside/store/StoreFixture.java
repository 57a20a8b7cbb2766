package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a test of a store needs to know of it, and says often. */
public abstract class StoreFixture {
  protected static final long LEASE = 3_000;
  protected static final long TTL = 60_000;
  protected static final long QUARANTINE = 20_000;
  protected static final int SMALL = 10;

  /** What records are written for: stores do not look at that. */
  protected static final Key WRITTEN_FOR = Key.of("app:region:{written for}");

  private static final long INSTANCE = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
  private static final AtomicLong SEQUENCE = new AtomicLong();

  protected final LeaseToken t1 = token();
  protected final LeaseToken t2 = token();
  protected final LeaseToken t3 = token();

  /** The store under test, new for each test, connected. */
  protected abstract Store store();

  /** A key that no other test uses; the name tells keys of one test apart. */
  protected abstract Key key(String name);

  /** Writes as another application would. */
  protected abstract void plant(Key key, byte[] bytes);

  /** Lets the deadline of the lease pass, while its record stays. */
  protected abstract void passDeadline(Key key, long leaseMillis);

  /** Lets what lives for a moment only expire, or waits until it has. */
  protected abstract void awaitExpiry(Key key);

  protected abstract long remainingMillis(Key key);

  protected abstract long nowMillis();

  protected Key key() {
    return key("k");
  }

  protected static LeaseToken token() {
    return new LeaseToken(INSTANCE, SEQUENCE.incrementAndGet());
  }

  protected static byte[] record(LeaseToken etag, int payloadLength) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + payloadLength];
    Arrays.fill(record, EntryFormat.HEADER_LENGTH, record.length, (byte) etag.sequence());
    EntryFormat.writeHeader(
        record, WRITTEN_FOR, new EntryFormat.Header(false, etag, 1L, 60_000, 5, 0x1234L, 0, 1));
    return record;
  }

  protected static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  protected Grant acquire(LeaseToken token, @Nullable LeaseToken seen) {
    return get(store().acquire(key(), token, LEASE, seen));
  }

  protected void assertGranted(LeaseToken token, @Nullable LeaseToken seen) {
    assertThat(acquire(token, seen)).isInstanceOf(Grant.Granted.class);
  }

  protected boolean populate(LeaseToken token, int payloadLength) {
    return get(store().populate(key(), token, record(token, payloadLength), TTL));
  }

  protected byte @Nullable [] stored() {
    return get(store().lookup(key()));
  }

  protected byte[] present() {
    byte[] record = stored();
    if (record == null) {
      throw new AssertionError("nothing is stored under " + key());
    }
    return record;
  }

  protected void assertHeldBy(LeaseToken holder) {
    assertThat(EntryFormat.leaseToken(present())).isEqualTo(holder);
  }

  protected void assertLivesAtMost(long millis) {
    assertThat(remainingMillis(key())).isPositive().isLessThanOrEqualTo(millis);
  }

  protected void assertQuarantined(boolean quarantined) {
    assertThat(EntryFormat.hasFlag(present(), EntryFormat.FLAG_QUARANTINED)).isEqualTo(quarantined);
  }

  /** Returns a watch that is under way: nothing has happened that could end it. */
  protected CompletableFuture<@Nullable Void> startedWatch(LeaseToken token) {
    CompletableFuture<@Nullable Void> watch = store().watch(key(), token);
    get(store().ping());
    assertThat(watch).isNotDone();
    return watch;
  }
}
