package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.engine.testing.ScopedTransactionHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application invalidates without an annotated method. */
class ByHandTest extends ScopedTransactionHarness {
  private static final String LOGGER = "ByHand";

  @Test
  void invalidate_removesTheEntry_andNoOther() throws Throwable {
    read(1);
    read(2);
    engine.invalidate("default", "list:1");
    assertThat(isCached(1)).isFalse();
    assertThat(isCached(2)).isTrue();
    assertThat(events.events()).contains("onInvalidate test:default:{list:1} true");
  }

  @Test
  void invalidate_inAnotherRegion_leavesTheEntry() throws Throwable {
    read(1);
    engine.invalidate("lists", "list:1");
    assertThat(isCached(1)).isTrue();
  }

  @Test
  void clear_removesAllOfTheRegion() throws Throwable {
    read(1);
    store(1, "new");
    engine.clear("default");
    assertThat(read(1)).isEqualTo(List.of("new"));
    assertThat(events.events()).contains("onClear default true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inTransaction_isSeenByIt_andByOthersAfterTheCommit(boolean whole) throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          store(1, "new");
          invalidate(whole);
          assertThat(read(1)).as("the own write").isEqualTo(List.of("new"));
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          connection.commit();
          scope.committed();
        });
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void inTransaction_thatRollsBack_removesNothing() throws Throwable {
    read(1);
    try (InvalidationScope scope = InvalidationScope.begin()) {
      engine.invalidate("default", "list:1");
      scope.rolledBack();
    }
    assertThat(isCached(1)).isTrue();
  }

  private void invalidate(boolean whole) {
    if (whole) {
      engine.clear("default");
    } else {
      engine.invalidate("default", "list:1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inOutage_isUndelivered_notServed_andDeliveredLater(boolean whole) throws Throwable {
    Outage outage = new Outage();
    use(outage, false, InvalidationScope.hook());
    read(1);
    store(1, "new");
    outage.down.set(true);
    invalidate(whole);
    assertThat(engine.undeliveredKeys()).isEqualTo(1);
    assertThat(read(1)).as("past the cache").isEqualTo(List.of("new"));
    outage.down.set(false);
    Await.until("delivered", () -> engine.undeliveredKeys() == 0);
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  /** A store that takes no invalidation for a time. */
  private final class Outage extends StoreDecorator {
    final AtomicBoolean down = new AtomicBoolean();

    Outage() {
      super(memory);
    }

    @Override
    public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
      return down.get() ? refused() : super.invalidate(keys, settleMillis);
    }

    @Override
    public CompletableFuture<Long> clear(Key generationKey) {
      return down.get() ? refused() : super.clear(generationKey);
    }

    private CompletableFuture<Long> refused() {
      return CompletableFuture.failedFuture(
          new StoreException(Reason.UNAVAILABLE, "scripted", null));
    }
  }

  @Test
  void key_ofManyBytes_isCutAsThoseOfTemplates() {
    String text = "list:" + "x".repeat(600);
    engine.invalidate("default", text);
    assertThat(events.events())
        .filteredOn(event -> event.startsWith("onInvalidate"))
        .singleElement()
        .asString()
        .startsWith("onInvalidate test:default:{list:" + "x".repeat(507) + "#")
        .hasSize("onInvalidate test:default:{} true".length() + 545);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user:{id} | key text \"user:{id}\" has '{' at position 6, but no key has braces; write what"
            + " the template becomes: \"user:42\" for \"user:{id}\"",
        "50% | key text \"50%\" has '%' at position 3 without an escape behind it; write %25 for the"
            + " character '%', and escapes in capitals: %2F",
        "a%2f | key text \"a%2f\" has '%' at position 2 without an escape behind it; write %25 for"
            + " the character '%', and escapes in capitals: %2F",
        "'' | key text \"\" is empty; write what the template of the key becomes, such as \"user:42\""
      })
  void key_thatNoTemplateMakes_isRefused(String text, String message) {
    assertThatThrownBy(() -> engine.invalidate("default", text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void key_withControlCharacter_isRefused() {
    assertThatThrownBy(() -> engine.invalidate("default", "a\nb"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "key text has U+000A at position 2, which no key has; write it as an escape, as values"
                + " have it: %0A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "user:~e", "a b", "ann%40example.org", "%uD83D", "(1,[2,<3>])", "ü"})
  void key_thatATemplateMakes_isTaken(String text) {
    engine.invalidate("default", text);
    assertThat(events.events()).contains("onInvalidate test:default:{" + text + "} true");
  }

  @Test
  void region_withoutName_isRefused() {
    assertThatThrownBy(() -> engine.clear("my users"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "region \"my users\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'");
    assertThatThrownBy(() -> engine.invalidate("", "user:42"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("region \"\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'");
  }

  @Test
  void region_ofNoMethod_isWarnedOfOnce() throws NoSuchMethodException {
    PlanCheck check = new PlanCheck("test", new KryoCodec(KryoCodecOptions.defaults()), Map.of());
    check.add(Annotated.class.getDeclaredMethod("find", int.class), List.of("id"));
    engine.wereTold(check);
    try (LogCapture log = new LogCapture()) {
      engine.clear("defualt");
      engine.invalidate("defualt", "list:1");
      engine.clear("default");
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "WARN region \"defualt\", in which the application invalidates by hand, is not that of"
                  + " an annotated method or of the configuration, so probably nothing is removed;"
                  + " did you mean \"default\"? (said once)");
    }
  }

  @Test
  void region_whereTheStartHasNotLooked_isNotWarnedOf() {
    try (LogCapture log = new LogCapture()) {
      engine.clear("defualt");
      assertThat(log.lines(LOGGER)).isEmpty();
    }
  }
}
