package io.cacheaside.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.metrics.CacheCounters.Snapshot;
import io.cacheaside.spi.CacheListener.BreakerState;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.CacheListener.PopulateOutcome;
import io.cacheaside.spi.CacheListener.ShadowOutcome;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheCountersTest {
  private static final CachedMethod METHOD = new CachedMethod("C", "m", "", "default");
  private static final Key KEY = Key.of("k");

  private final CacheCounters counters = new CacheCounters();

  @Test
  void snapshot_nothingHappened_isZeroAndClosed() throws ReflectiveOperationException {
    assertThat(numbers(counters.snapshot()))
        .hasSize(31)
        .allSatisfy((n, v) -> assertThat(v).isZero());
    assertThat(counters.snapshot().breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void event_counts(String expected, Consumer<CacheCounters> event)
      throws ReflectiveOperationException {
    event.accept(counters);
    Map<String, Long> changed = numbers(counters.snapshot());
    changed.values().removeIf(value -> value == 0);
    assertThat(changed).hasToString(expected);
  }

  static Stream<Arguments> events() {
    return Stream.of(
        row("{hits=1}", c -> c.onHit(METHOD, KEY, false)),
        row("{negativeHits=1}", c -> c.onHit(METHOD, KEY, true)),
        row("{misses=1}", c -> c.onMiss(METHOD, KEY)),
        row("{joins=1}", c -> c.onJoin(METHOD, KEY)),
        row("{leaseWaits=1}", c -> c.onLeaseWait(METHOD, KEY)),
        row("{}", c -> c.onLoadStart(METHOD, KEY)),
        row("{loads=1}", c -> c.onLoadEnd(METHOD, KEY, 1, null)),
        row("{failedLoads=1, loads=1}", c -> c.onLoadEnd(METHOD, KEY, 1, new Exception())),
        row("{populates=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.STORED)),
        row("{refusedPopulates=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.REFUSED)),
        row("{refusedPopulates=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.DROPPED)),
        row("{tooLarge=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.TOO_LARGE)),
        row("{failedPopulates=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.NOT_ENCODABLE)),
        row("{failedPopulates=1}", c -> c.onPopulate(METHOD, KEY, PopulateOutcome.FAILED)),
        row("{bypasses=1}", c -> c.onBypass(METHOD, KEY, BypassReason.UNDELIVERED)),
        row("{bypasses=1, timeouts=1}", c -> c.onBypass(METHOD, KEY, BypassReason.TIMEOUT)),
        row("{bypasses=1, overloads=1}", c -> c.onBypass(METHOD, KEY, BypassReason.OVERLOADED)),
        row("{schemaMisses=1}", c -> c.onUnreadable(METHOD, KEY, true)),
        row("{decodeFailures=1}", c -> c.onUnreadable(METHOD, KEY, false)),
        row("{invalidations=1}", c -> c.onInvalidate(METHOD, KEY, true)),
        row(
            "{invalidations=1, undeliveredInvalidations=1}",
            c -> c.onInvalidate(METHOD, KEY, false)),
        row("{clears=1}", c -> c.onClear(METHOD, "products", true)),
        row("{clears=1, undeliveredInvalidations=1}", c -> c.onClear(METHOD, "products", false)),
        row("{shadowChecks=1}", c -> c.onShadowCheck(METHOD, KEY, ShadowOutcome.SAME, 0)),
        row("{shadowChecks=1}", c -> c.onShadowCheck(METHOD, KEY, ShadowOutcome.OVERTAKEN, 9)),
        row("{shadowChecks=1}", c -> c.onShadowCheck(METHOD, KEY, ShadowOutcome.UNDECIDED, 9)),
        row(
            "{inconsistencies=1, oldestInconsistencyMillis=9, shadowChecks=1}",
            c -> c.onShadowCheck(METHOD, KEY, ShadowOutcome.INCONSISTENT, 9)),
        row("{fences=1}", c -> c.onFence(METHOD, KEY, true)),
        row("{failedFences=1}", c -> c.onFence(METHOD, KEY, false)),
        row("{skippedInvalidations=1}", c -> c.onInvalidateSkipped(METHOD)),
        row("{undeliveredKeys=7}", c -> c.onUndeliveredKeys(7)),
        row("{undeliveredOverflows=1}", c -> c.onUndeliveredOverflow("default")),
        row("{refusedInvalidations=1}", c -> c.onUndeliveredRefused("default")),
        row("{reconnections=1}", c -> c.onReconnect(new Reconnection(History.INTACT, 0))),
        row(
            "{reconnections=1, rewinds=1}",
            c -> c.onReconnect(new Reconnection(History.REWOUND, 0))),
        row(
            "{reconnections=1, rewinds=1}",
            c -> c.onReconnect(new Reconnection(History.UNKNOWN, 0))),
        row("{breakerOpenings=1}", c -> c.onBreaker(BreakerState.OPEN)),
        row("{}", c -> c.onBreaker(BreakerState.CLOSED)));
  }

  private static Arguments row(String expected, Consumer<CacheCounters> event) {
    return Arguments.of(expected, event);
  }

  /** The numeric components by name, in alphabetical order. */
  private static Map<String, Long> numbers(Snapshot snapshot) throws ReflectiveOperationException {
    Map<String, Long> numbers = new TreeMap<>();
    for (RecordComponent component : Snapshot.class.getRecordComponents()) {
      if (component.getType() == long.class) {
        numbers.put(component.getName(), (Long) component.getAccessor().invoke(snapshot));
      }
    }
    return numbers;
  }

  @Test
  void gauges_followTheLastEvent() {
    counters.onUndeliveredKeys(7);
    counters.onUndeliveredKeys(2);
    counters.onBreaker(BreakerState.OPEN);
    assertThat(counters.snapshot().undeliveredKeys()).isEqualTo(2);
    assertThat(counters.snapshot().breaker()).isEqualTo(BreakerState.OPEN);
    counters.onBreaker(BreakerState.CLOSED);
    assertThat(counters.snapshot().breaker()).isEqualTo(BreakerState.CLOSED);
    assertThat(counters.snapshot().breakerOpenings()).isEqualTo(1);
  }
}
