package io.cacheaside.store.redis;

import io.cacheaside.spi.Key;
import io.cacheaside.store.StoreContract;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.SharedRedis;
import java.nio.charset.StandardCharsets;

/** The contract of a store over several servers: each key is looked at where it lies. */
abstract class SeveralServersContract extends StoreContract {
  final String prefix = SharedRedis.newPrefix();

  /** Returns a connection with the primary of the key. */
  abstract RawRedis raw(Key key);

  @Override
  protected Key key(String name) {
    return Key.of(prefix + ":r:{" + name + "}");
  }

  @Override
  protected void plant(Key key, byte[] bytes) {
    raw(key).sync().set(key.bytes(), bytes);
  }

  @Override
  protected void passDeadline(Key key, long leaseMillis) {
    raw(key).sync().setrange(key.bytes(), 24, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
  }

  @Override
  protected void awaitExpiry(Key key) {
    Await.until(key + " expires", () -> raw(key).sync().exists(key.bytes()) == 0);
  }

  @Override
  protected long remainingMillis(Key key) {
    return raw(key).pttl(key);
  }

  @Override
  protected long nowMillis() {
    var time = raw(key()).sync().time();
    return Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII)) * 1_000
        + Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII)) / 1_000;
  }
}
