package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for the answer to a populate: nobody, unless the setting says so. */
class AwaitPopulateTest extends EngineHarness {
  private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
  private final Store silent =
      new StoreDecorator(memory) {
        @Override
        public CompletableFuture<Boolean> populate(
            Key key, LeaseToken token, byte[] record, long ttlMillis) {
          super.populate(key, token, record, ttlMillis);
          return answer;
        }
      };

  private CacheEngine engine(boolean awaitPopulate, Duration commandTimeout) {
    EngineOptions options =
        new EngineOptions(
            commandTimeout,
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            0.1,
            100,
            Duration.ofHours(1),
            awaitPopulate,
            false,
            RecoveryOptions.DEFAULTS);
    return new CacheEngine(
        "test",
        silent,
        new KryoCodec(KryoCodecOptions.defaults()),
        counters,
        options,
        Map.of(),
        timer);
  }

  @Test
  void defaults_callerGoesOnBeforeTheStoreAnswers_andFindsTheValue() throws Throwable {
    engine.close();
    engine = engine(false, Duration.ofSeconds(20));
    assertThat(call(find, 1, () -> List.of("loaded"))).isEqualTo(List.of("loaded"));
    assertThat(answer).isNotDone();
    assertThat(call(find, 1, () -> List.of("loaded again"))).isEqualTo(List.of("loaded"));
    answer.complete(true);
  }

  @Test
  void defaults_storeThatNeverAnswers_isGivenUp() throws Throwable {
    engine.close();
    engine = engine(false, Duration.ofMillis(10));
    call(find, 1, () -> List.of("loaded"));
    Await.until("the populate has failed", answer::isCompletedExceptionally);
    Await.until("it is counted", () -> counters.snapshot().failedPopulates() == 1);
  }

  @Test
  void awaitPopulate_callerGoesOnOnlyAfterTheStoreAnswered() throws Exception {
    engine.close();
    engine = engine(true, Duration.ofSeconds(20));
    CompletableFuture<Object> caller = callInThread(find, 1, () -> List.of("loaded"));
    Await.until("the caller waits for the answer", () -> answer.getNumberOfDependents() >= 2);
    assertThat(caller).isNotDone();
    answer.complete(true);
    assertThat(get(caller)).isEqualTo(List.of("loaded"));
  }
}
