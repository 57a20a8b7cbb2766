package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Servers of a test's own, to be killed and frozen, and stores on them. */
public abstract class OwnServerFixture {
  public static final Key KEY = Key.of("app:r:{k}");
  public static final long LEASE = 60_000;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private long sequence;

  @AfterEach
  protected void closeAll() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  protected RedisServer server(String... extraArgs) {
    RedisServer server = RedisServer.startProcess(extraArgs);
    toClose.add(server);
    return server;
  }

  protected void closeLater(AutoCloseable resource) {
    toClose.add(resource);
  }

  protected RawRedis raw(RedisServer server) {
    RawRedis raw = new RawRedis(server.uri());
    toClose.add(raw);
    return raw;
  }

  protected RedisStore store(RedisStoreOptions.Builder options) {
    RedisStore store = RedisStore.open(options.build());
    toClose.add(store);
    return store;
  }

  protected RedisStore connected(RedisServer server) {
    RedisStore store = store(options(server));
    awaitUp(store);
    return store;
  }

  protected static RedisStoreOptions.Builder options(RedisServer server) {
    return RedisStoreOptions.builder(server.uri()).commandTimeout(Duration.ofSeconds(20));
  }

  protected static void awaitUp(RedisStore store) {
    Await.until("both connections are up", () -> isUp(store));
  }

  private static boolean isUp(RedisStore store) {
    return store.lastConnectError() == null && store.canWatch() && answers(store);
  }

  protected static boolean answers(RedisStore store) {
    return !store.ping().handle((ok, failure) -> failure != null).join();
  }

  protected LeaseToken token() {
    return new LeaseToken(Long.MIN_VALUE + 7, ++sequence);
  }

  public static byte[] record(LeaseToken etag, int payloadLength) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + payloadLength];
    EntryFormat.writeHeader(
        record,
        Key.of("app:region:{any}"),
        new EntryFormat.Header(false, etag, 1L, 60_000, 5, 1L, 0, 1));
    return record;
  }

  /** Makes one server a replica of another one, at that port, and waits until it has everything. */
  protected void replicate(RedisServer primary, int port, RedisServer replica) {
    assertThat(raw(replica).sync().replicaof("127.0.0.1", port)).isEqualTo("OK");
    awaitReplicated(primary);
  }

  protected void awaitReplicated(RedisServer primary) {
    RawRedis raw = raw(primary);
    Await.until(
        "the replica has everything",
        () -> raw.sync().set(new byte[] {'x'}, new byte[0]) != null && wait(raw) == 1);
  }

  private static long wait(RawRedis raw) {
    return raw.sync().waitForReplication(1, 1_000);
  }

  protected static boolean succeeds(CompletableFuture<?> call) {
    return !call.handle((ok, failure) -> failure != null).join();
  }

  /** Returns the connection that the store sends its calls over, or null if there is none. */
  protected static @Nullable Connection connectionOf(RedisStore store) {
    return store.connection();
  }

  /** Returns the name of the history that the store believes in, or null if there is none yet. */
  protected static @Nullable String replidOf(RedisStore store) {
    return store.history().replid();
  }

  protected static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
