package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.store.StoreContract;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.SharedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStoreContractTest extends StoreContract {
  private static RawRedis raw;
  private final String prefix = SharedRedis.newPrefix();
  private RedisStore store;

  @BeforeAll
  static void connectRaw() {
    raw = new RawRedis(SharedRedis.uri());
  }

  @AfterAll
  static void disconnectRaw() {
    raw.close();
  }

  @BeforeEach
  void open() {
    store =
        RedisStore.open(
            RedisStoreOptions.builder(SharedRedis.uri())
                .commandTimeout(Duration.ofSeconds(20))
                .build());
    get(store.firstConnection());
    Await.until("the watch connection is up", store::canWatch);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Store store() {
    return store;
  }

  @Override
  protected Key key(String name) {
    return Key.of(prefix + ":r:{" + name + "}");
  }

  @Override
  protected void plant(Key key, byte[] bytes) {
    raw.sync().set(key.bytes(), bytes);
  }

  @Override
  protected void passDeadline(Key key, long leaseMillis) {
    raw.sync().setrange(key.bytes(), 24, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
  }

  @Override
  protected void awaitExpiry(Key key) {
    Await.until(key + " expires", () -> raw.sync().exists(key.bytes()) == 0);
  }

  @Override
  protected long remainingMillis(Key key) {
    return raw.pttl(key);
  }

  @Override
  protected long nowMillis() {
    var time = raw.sync().time();
    return Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII)) * 1_000
        + Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII)) / 1_000;
  }

  @Test
  void wrongType_isForeign() {
    Key key = key("hash");
    raw.sync().hset(key.bytes(), new byte[] {1}, new byte[] {2});
    Failure.of(store.lookup(key))
        .has(StoreException.Reason.FOREIGN)
        .says(
            store
                + " refused GET: WRONGTYPE Operation against a key holding the wrong kind of"
                + " value; another application uses this key, choose another name for yours");
    Failure.of(store.acquire(key, token(), 1_000, null)).has(StoreException.Reason.FOREIGN);
    Failure.of(store.populate(key, token(), record(token(), 9), 1_000))
        .has(StoreException.Reason.FOREIGN);
    get(store.watch(key, token()));
    assertThat(get(store.invalidate(List.of(key)))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 10_000})
  void quarantine_capsWhatIsStoredMeanwhile(int payloadLength) {
    Key key = key("q");
    byte[] quarantine = (key.text() + ":q").getBytes(StandardCharsets.UTF_8);
    byte[] until = Long.toString(nowMillis() + 2_000).getBytes(StandardCharsets.US_ASCII);
    raw.sync().set(quarantine, until);
    LeaseToken token = token();
    assertThat(get(store.acquire(key, token, 60_000, null))).isInstanceOf(Grant.Granted.class);
    assertThat(raw.pttl(key)).isLessThanOrEqualTo(2_000);
    assertThat(get(store.renew(key, token, 60_000))).isTrue();
    assertThat(raw.pttl(key)).isLessThanOrEqualTo(2_000);
    assertThat(get(store.populate(key, token, record(token, payloadLength), 60_000))).isTrue();
    assertThat(raw.pttl(key)).isLessThanOrEqualTo(2_000);
    byte[] record = get(store.lookup(key));
    assertThat(record).hasSize(EntryFormat.HEADER_LENGTH + payloadLength);
    assertThat(EntryFormat.hasFlag(record, EntryFormat.FLAG_QUARANTINED)).isTrue();
    assertThat(EntryFormat.isIntact(record, WRITTEN_FOR)).isTrue();
  }

  /** Our own quarantines end with their key; this is somebody else's number. */
  @ParameterizedTest
  @ValueSource(ints = {10, 10_000})
  void quarantine_ofThePast_isNone(int payloadLength) {
    Key key = key("past");
    LeaseToken token = token();
    assertThat(get(store.acquire(key, token, 60_000, null))).isInstanceOf(Grant.Granted.class);
    byte[] quarantine = (key.text() + ":q").getBytes(StandardCharsets.UTF_8);
    for (String past : List.of("5", "0", "-1", "nan", "theirs")) {
      assertThat(get(store.invalidate(List.of(key)))).isEqualTo(1);
      raw.sync().del(quarantine);
      LeaseToken next = token();
      assertThat(get(store.acquire(key, next, 60_000, null))).isInstanceOf(Grant.Granted.class);
      raw.sync().set(quarantine, past.getBytes(StandardCharsets.US_ASCII));
      assertThat(get(store.populate(key, next, record(next, payloadLength), 60_000))).isTrue();
      assertThat(get(store.lookup(key))).as(past).isEqualTo(record(next, payloadLength));
      assertThat(raw.pttl(key)).as(past).isBetween(30_000L, 60_000L);
    }
  }

  @Test
  void populate_staged_leavesNoStage() {
    Key key = key("big");
    LeaseToken token = token();
    assertThat(get(store.acquire(key, token, 1_000, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.populate(key, token(), record(token, 9_000), 1_000))).isFalse();
    assertThat(get(store.populate(key, token, record(token, 9_000), 60_000))).isTrue();
    assertThat(ServerKeys.matching(raw.sync(), prefix + ":r:{big}*")).containsExactly(key.bytes());
  }

  @Test
  void watch_cancelled_isForgotten() {
    Key key = key("w");
    LeaseToken token = token();
    assertThat(get(store.acquire(key, token, 60_000, null))).isInstanceOf(Grant.Granted.class);
    var first = store.watch(key, token);
    var second = store.watch(key, token);
    assertThat(store.waiters()).isEqualTo(2);
    assertThat(first.cancel(false)).isTrue();
    assertThat(second.cancel(false)).isTrue();
    assertThat(store.waiters()).isZero();
  }
}
