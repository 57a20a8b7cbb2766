package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that are late, on a real server: because it is silent, or because this JVM does not read.
 */
@Timeout(120)
class OverdueCallsTest extends OwnServerFixture {
  private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(50);

  @Test
  void silentServer_isToBlame() {
    RedisServer server = server();
    RedisStore store = connected(server);
    server.pause();
    CompletableFuture<byte @Nullable []> lookup = store.lookup(KEY);
    store.overdue(lookup, LIMIT);
    Failure.of(lookup).has(Reason.TIMEOUT).says(store + " did not answer GET in 50 ms");
    server.resume();
  }

  @Test
  void silentServer_futureOfSeveralCommands_isToBlame() {
    RedisServer server = server();
    RedisStore store = connected(server);
    server.pause();
    CompletableFuture<byte @Nullable []> lookup = store.lookup(KEY).thenApply(record -> record);
    store.overdue(lookup, LIMIT);
    Failure.of(lookup).has(Reason.TIMEOUT).says(store + " did not answer a command in 50 ms");
    server.resume();
  }

  @Test
  void connectionsThreadThatIsBusy_isNoFaultOfTheServer() throws InterruptedException {
    RedisServer server = server();
    RedisStore store = connected(server);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Await.until("the connection's thread is busy", () -> occupiesItsThread(store, busy, over));
    assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<byte @Nullable []>> late = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      late.add(store.lookup(KEY));
    }
    late.forEach(lookup -> store.overdue(lookup, 1)); // as if each had waited for long
    assertThat(late).noneMatch(CompletableFuture::isDone);
    over.countDown();
    late.forEach(lookup -> assertThat(get(lookup)).isNull());
  }

  /** False when the answer was there already, as then its dependent runs on the caller's thread. */
  private static boolean occupiesItsThread(
      RedisStore store, CountDownLatch busy, CountDownLatch over) {
    Thread caller = Thread.currentThread();
    AtomicBoolean ranHere = new AtomicBoolean();
    var unused =
        store
            .lookup(KEY)
            .thenAccept(
                record -> {
                  if (Thread.currentThread() == caller) {
                    ranHere.set(true);
                    return;
                  }
                  busy.countDown();
                  awaitEnd(over);
                });
    return !ranHere.get();
  }

  private static void awaitEnd(CountDownLatch over) {
    try {
      if (!over.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the test did not go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void callsBeforeTheFirstConnection_waitForIt() {
    RedisServer server = server();
    RedisStore store = store(options(server));
    List<CompletableFuture<byte @Nullable []>> early = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      early.add(store.lookup(KEY));
    }
    early.forEach(lookup -> assertThat(get(lookup)).isNull());
  }

  @Test
  void callsBeforeTheFirstConnection_toAServerThatIsAway_failWithIt() {
    RedisServer server = server();
    server.kill();
    RedisStore store = store(options(server));
    Failure.of(store.lookup(KEY))
        .has(Reason.UNAVAILABLE)
        .says(store + " is not connected: Connection refused");
  }

  @Test
  void callsBeforeTheFirstConnection_ofAStoreThatIsClosed_fail() {
    RedisServer server = server();
    server.pause(); // it accepts connections, and says nothing
    RedisStore store = store(options(server));
    CompletableFuture<byte @Nullable []> early = store.lookup(KEY);
    store.close();
    Failure.of(early)
        .has(Reason.UNAVAILABLE)
        .says(store + " is not connected: this store is closed");
    server.resume();
  }
}
