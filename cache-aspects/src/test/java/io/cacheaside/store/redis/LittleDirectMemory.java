package io.cacheaside.store.redis;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that asks, among others, for a record that its direct memory cannot hold, and counts
 * what the calls get.
 */
final class LittleDirectMemory {
  /** How much direct memory there is, in MiB. */
  static final int MIB = 24;

  /** The number of the record that a read buffer cannot grow to. */
  static final int UNREACHABLE = 0;

  /** The number of a record that is large, but fits. */
  static final int LARGE = 1;

  /** How many records there are; all others are small. */
  static final int KEYS = 12;

  private static final int BURSTS = 6;

  /** Calls of a burst, under way at once. */
  private static final int CALLS = 5 * KEYS;

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private int right;
  private int wrong;
  private int failed;

  private LittleDirectMemory() {}

  static Key key(int number) {
    return Key.of("app:r:{" + number + "}");
  }

  static byte[] record(int number) {
    int payload =
        switch (number) {
          case UNREACHABLE -> MIB << 20;
          case LARGE -> 1 << 20;
          default -> 100;
        };
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + payload];
    LeaseToken etag = new LeaseToken(Long.MIN_VALUE, number);
    EntryFormat.writeHeader(
        record, key(number), new EntryFormat.Header(false, etag, 1, 60_000, 1, 1, 1, 1));
    return record;
  }

  /** Prints what the bursts got, and whether a small and then a large record came at last. */
  public static void main(String[] args) {
    RedisStoreOptions options =
        RedisStoreOptions.builder(args[0]).commandTimeout(COMMAND_TIMEOUT).build();
    try (RedisStore store = RedisStore.open(options)) {
      store.firstConnection().orTimeout(20, TimeUnit.SECONDS).join();
      LittleDirectMemory counts = new LittleDirectMemory();
      for (int burst = 0; burst < BURSTS; burst++) {
        awaitRight(store, LARGE + 1);
        counts.askForAll(store);
      }
      System.out.println(
          "right "
              + (counts.right > 0)
              + ", wrong "
              + counts.wrong
              + ", failed "
              + (counts.failed >= BURSTS));
      System.out.println("small at last " + awaitRight(store, LARGE + 1));
      System.out.println("large at last " + awaitRight(store, LARGE));
    }
  }

  private void askForAll(RedisStore store) {
    List<CompletableFuture<byte[]>> lookups = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      // the unreachable one in the midst of others
      lookups.add(store.lookup(key((i + KEYS / 2) % KEYS)));
    }
    for (int i = 0; i < CALLS; i++) {
      count(lookups.get(i), (i + KEYS / 2) % KEYS);
    }
  }

  private void count(CompletableFuture<byte[]> lookup, int number) {
    try {
      byte[] record = lookup.orTimeout(2 * COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
      if (record != null && EntryFormat.isIntact(record, key(number))) {
        right++;
      } else {
        wrong++;
      }
    } catch (RuntimeException e) {
      failed++; // as it must, if the connection was ended
    }
  }

  /** Asks until the record comes; returns whether it did in time, and nothing else instead. */
  private static boolean awaitRight(RedisStore store, int number) {
    LittleDirectMemory counts = new LittleDirectMemory();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (counts.right + counts.wrong == 0 && System.nanoTime() - deadline < 0) {
      counts.count(store.lookup(key(number)), number);
      if (counts.failed > 0) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    return counts.right == 1;
  }
}
