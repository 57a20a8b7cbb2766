package io.cacheaside.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StackEnd;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes and transactions that end where the stack does: the old value is not served any more. */
@Tag("heavy")
class WritesAtTheStackEndTest extends EngineHarness {
  private static final int ROUNDS = 20;

  private String row = "0";

  private Object read() throws Throwable {
    return call(find, 1, () -> List.of(row));
  }

  private Write write(String value) {
    Write write = engine.writeBegins(save, null, new Object[] {1});
    row = value;
    return write;
  }

  @Test
  void write_endsWhereTheStackDoes_isSeenAtOnce() throws Throwable {
    for (int round = 1; round <= ROUNDS; round++) {
      Await.until("cached", this::isHit);
      Write write = write("" + round);
      StackEnd.run(() -> {}, () -> write.ended(null, true));
      assertThat(read()).as("round %s", round).isEqualTo(List.of(row));
    }
    Await.until("served from the cache again", this::isHit);
    assertThat(engine.underWay()).isZero();
  }

  @Test
  void transaction_endsWhereTheStackDoes_isSeenAtOnce() throws Throwable {
    engine.close();
    engine =
        new CacheEngine(
            "test",
            memory,
            new KryoCodec(KryoCodecOptions.defaults()),
            counters,
            EngineOptions.DEFAULTS,
            new TransactionOptions(List.of(InvalidationScope.hook()), true),
            Map.of(),
            timer);
    for (int round = 1; round <= ROUNDS; round++) {
      Await.until("cached", this::isHit);
      String value = "" + round;
      AtomicReference<InvalidationScope> scope = new AtomicReference<>();
      StackEnd.run(
          () -> {
            scope.set(InvalidationScope.begin());
            write(value).ended(null, true);
          },
          () -> scope.get().committed());
      assertThat(read()).as("round %s", round).isEqualTo(List.of(row));
    }
    Await.until("served from the cache again", this::isHit);
  }

  private boolean isHit() {
    long before = counters.snapshot().hits();
    try {
      assertThat(read()).isEqualTo(List.of(row));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return counters.snapshot().hits() > before;
  }
}
