package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.SharedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Generations over two stores: two JVMs that share a server. */
class RedisGenerationsTest {
  private final Key key = Key.of(SharedRedis.newPrefix() + ":g:products");
  private final RawRedis raw = new RawRedis(SharedRedis.uri());
  private final List<RedisStore> opened = new ArrayList<>();

  private RedisStore open(Duration maxAge) {
    RedisStore store =
        RedisStore.open(
            RedisStoreOptions.builder(SharedRedis.uri())
                .commandTimeout(Duration.ofSeconds(20))
                .generationMaxAge(maxAge)
                .build());
    opened.add(store);
    get(store.firstConnection());
    Await.until("the watch connection is up", store::canWatch);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(RedisStore::close);
    raw.sync().del(key.bytes());
    raw.close();
  }

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void awaitCopy(RedisStore store) {
    Await.until("the generation is copied", () -> store.generation(key).isDone());
  }

  @Test
  void clearing_byAnotherJvm_showsWhenRedisTellsOfIt() {
    RedisStore here = open(Duration.ofMinutes(1));
    RedisStore there = open(Duration.ofMinutes(1));
    awaitCopy(here);
    long before = get(here.generation(key));
    long cleared = get(there.clear(key));
    assertThat(cleared).isNotEqualTo(before);
    Await.until("it shows", () -> get(here.generation(key)) == cleared);
    assertThat(get(there.generation(key))).isEqualTo(cleared);
  }

  @Test
  void clearing_byAnotherJvm_withoutCopies_showsAtOnce() {
    RedisStore here = open(Duration.ZERO);
    RedisStore there = open(Duration.ofMinutes(1));
    for (int i = 0; i < 50; i++) {
      long cleared = get(there.clear(key));
      assertThat(get(here.generation(key))).isEqualTo(cleared);
    }
  }

  @Test
  void copy_asked_costsNoCommand() {
    RedisStore store = open(Duration.ofMinutes(1));
    Await.until(
        "a copy is answered again and again",
        () -> {
          CompletableFuture<Long> copy = store.generation(key);
          return copy.isDone() && store.generation(key) == copy;
        });
  }

  @Test
  void copy_watchConnectionLost_isNotUsedAnyMore() {
    RedisStore here = open(Duration.ofMinutes(1));
    RedisStore there = open(Duration.ofMinutes(1));
    awaitCopy(here);
    long before = get(here.generation(key));
    raw.killNamed("cacheaside-watch");
    long cleared = get(there.clear(key));
    Await.until("the copy is gone", () -> get(here.generation(key)) == cleared);
    assertThat(cleared).isNotEqualTo(before);
  }

  @Test
  void generation_lost_isReplacedByAnother() {
    RedisStore store = open(Duration.ofMinutes(1));
    awaitCopy(store);
    long before = get(store.generation(key));
    raw.sync().del(key.bytes());
    Await.until("another one shows", () -> get(store.generation(key)) != before);
    awaitCopy(store);
    assertThat(get(store.generation(key))).isNotEqualTo(before);
  }

  @Test
  void foreignData_isNotTakenForAGeneration() {
    raw.sync().set(key.bytes(), "hello".getBytes(StandardCharsets.UTF_8));
    for (Duration maxAge : List.of(Duration.ZERO, Duration.ofMinutes(1))) {
      RedisStore store = open(maxAge);
      Failure.of(store.generation(key))
          .has(Reason.FOREIGN)
          .says(
              "A region's generation has 5 bytes, not 8; another application uses its key, choose"
                  + " another name for yours");
      Failure.of(store.clear(key)).has(Reason.FOREIGN);
    }
    assertThat(raw.sync().get(key.bytes())).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
  }
}
