package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store does about fences, settling and generations; a part of {@link StoreContract}.
 */
public abstract class QuarantineContract extends StoreFixture {
  @ParameterizedTest
  @ValueSource(ints = {SMALL, 200_000})
  void invalidate_settling_limitsWhatIsPopulatedAfterIt(int payloadLength) {
    assertGranted(t1, null);
    assertThat(populate(t1, payloadLength)).isTrue();
    assertThat(get(store().invalidate(List.of(key(), key("other")), QUARANTINE))).isEqualTo(1);
    assertThat(stored()).isNull();
    assertGranted(t2, null);
    assertLivesAtMost(QUARANTINE);
    assertThat(get(store().renew(key(), t2, LEASE))).isTrue();
    assertLivesAtMost(QUARANTINE);
    assertThat(populate(t2, payloadLength)).isTrue();
    assertLivesAtMost(QUARANTINE);
    assertQuarantined(true);
  }

  @Test
  void invalidate_settlingShorter_keepsTheLongerQuarantine() {
    assertThat(get(store().invalidate(List.of(key()), 60_000))).isZero();
    assertThat(get(store().invalidate(List.of(key()), 100))).isZero();
    assertGranted(t1, null);
    assertThat(get(store().populate(key(), t1, record(t1, SMALL), 600_000))).isTrue();
    assertThat(remainingMillis(key())).isGreaterThan(30_000).isLessThanOrEqualTo(60_000);
  }

  @Test
  void invalidate_notSettling_leavesNoQuarantine() {
    assertThat(get(store().invalidate(List.of(key()), 0))).isZero();
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertQuarantined(false);
    assertThat(remainingMillis(key())).isGreaterThan(TTL / 2);
  }

  @Test
  void fence_value_isServedForItsTimeOnly() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertThat(get(store().fence(List.of(key()), QUARANTINE))).isTrue();
    assertLivesAtMost(QUARANTINE);
    assertQuarantined(true);
    assertThat(EntryFormat.isIntact(present(), WRITTEN_FOR)).isTrue();
  }

  @Test
  void fence_lease_staysButItsValueIsLimited() {
    assertGranted(t1, null);
    assertThat(get(store().fence(List.of(key()), QUARANTINE))).isTrue();
    assertHeldBy(t1);
    assertLivesAtMost(QUARANTINE);
    assertThat(populate(t1, SMALL)).isTrue();
    assertLivesAtMost(QUARANTINE);
    assertQuarantined(true);
  }

  @Test
  void fence_absentKey_limitsWhatComes() {
    assertThat(get(store().fence(List.of(key()), QUARANTINE))).isTrue();
    assertThat(stored()).isNull();
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertLivesAtMost(QUARANTINE);
  }

  @Test
  void fence_longerThanTheValuesLife_doesNotExtendIt() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertThat(get(store().fence(List.of(key()), 10 * TTL))).isTrue();
    assertLivesAtMost(TTL);
  }

  @Test
  void fence_invalidated_staysUntilItsEnd() {
    assertThat(get(store().fence(List.of(key()), 60_000))).isTrue();
    assertThat(get(store().invalidate(List.of(key())))).isZero();
    assertGranted(t1, null);
    assertThat(get(store().populate(key(), t1, record(t1, SMALL), 600_000))).isTrue();
    assertThat(remainingMillis(key())).isLessThanOrEqualTo(60_000);
  }

  @Test
  void fence_foreignData_leavesItAlone() {
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    plant(key(), hello);
    assertThat(get(store().fence(List.of(key()), 100))).isTrue();
    assertThat(present()).isEqualTo(hello);
  }

  @Test
  void generation_asked_staysTheSame() {
    Key generation = key("generation");
    long first = get(store().generation(generation));
    assertThat(get(store().generation(generation))).isEqualTo(first);
    assertThat(get(store().generation(key("another")))).isNotNull();
    assertThat(get(store().generation(generation))).isEqualTo(first);
  }

  @Test
  void clear_replacesTheGenerationAtOnce() {
    Key generation = key("generation");
    Set<Long> seen = new HashSet<>(List.of(get(store().generation(generation))));
    for (int i = 0; i < 100; i++) {
      long next = get(store().clear(generation));
      assertThat(seen.add(next)).isTrue();
      assertThat(get(store().generation(generation))).isEqualTo(next);
    }
  }

  @Test
  void clear_neverAsked_isTheGeneration() {
    Key generation = key("generation");
    long next = get(store().clear(generation));
    assertThat(get(store().generation(generation))).isEqualTo(next);
  }
}
