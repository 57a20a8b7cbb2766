package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Key;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that starts while Redis accepts connections and says nothing. */
@Timeout(60)
class SilentStartTest {
  private static final Key KEY = Key.of("app:r:{k}");
  private static final Duration LIMIT = Duration.ofMillis(50);

  private ServerSocket silent;
  private RedisStore store;
  private Waiting waiting;

  @BeforeEach
  void open() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    store =
        RedisStore.open(
            RedisStoreOptions.builder("redis://127.0.0.1:" + silent.getLocalPort())
                .commandTimeout(LIMIT)
                .build());
    waiting = new Waiting(store, LIMIT.toNanos());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    silent.close();
  }

  private void assertGoesPastTheCache() {
    assertThatThrownBy(() -> waiting.forStore(store.lookup(KEY)))
        .isInstanceOf(Bypass.class)
        .extracting(bypass -> ((Bypass) bypass).reason())
        .isEqualTo(BypassReason.UNAVAILABLE);
  }

  /** Who was woken first may still stand behind the others who are sent away. */
  private static void assertFailsAtOnce(CompletableFuture<?> call) {
    assertThat(call).failsWithin(Duration.ofMillis(500));
  }

  @Test
  void reads_waitOnce_notEach() {
    long began = System.nanoTime();
    assertGoesPastTheCache();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(4_000);

    assertFailsAtOnce(store.lookup(KEY));
    assertFailsAtOnce(store.invalidate(List.of(KEY), 0));
  }

  @Test
  void write_waitsAsLittle() {
    long began = System.nanoTime();
    assertThat(waiting.forAcknowledgement(store.invalidate(List.of(KEY), 0))).isFalse();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(4_000);
    assertFailsAtOnce(store.lookup(KEY));
  }
}
