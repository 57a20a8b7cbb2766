package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does: each outcome of each step of the lease protocol. */
public abstract class StoreContract extends QuarantineContract {
  @Test
  void lookup_absent_isNull() {
    assertThat(stored()).isNull();
  }

  @Test
  void acquire_absent_isGrantedWithTheServersTime() {
    Grant grant = acquire(t1, null);
    assertThat(grant).isInstanceOf(Grant.Granted.class);
    assertThat(((Grant.Granted) grant).nowMillis()).isBetween(nowMillis() - 60_000, nowMillis());
    assertThat(present()).hasSize(EntryFormat.LEASE_LENGTH);
    assertThat(EntryFormat.isOurs(present())).isTrue();
    assertThat(EntryFormat.isValue(present())).isFalse();
    assertHeldBy(t1);
    assertThat(EntryFormat.leaseDeadline(present()))
        .isEqualTo(((Grant.Granted) grant).nowMillis() + LEASE);
  }

  @Test
  void acquire_leaseRecord_livesTwiceAsLongAsTheLease() {
    assertGranted(t1, null);
    assertThat(remainingMillis(key())).isGreaterThan(LEASE).isLessThanOrEqualTo(2 * LEASE);
  }

  @Test
  void acquire_twiceWithOneToken_isGrantedAgain() {
    assertGranted(t1, null);
    assertGranted(t1, null);
  }

  @Test
  void acquire_heldByOther_namesTheHolder() {
    assertGranted(t1, null);
    Grant grant = acquire(t2, null);
    assertThat(grant).isInstanceOf(Grant.Held.class);
    assertThat(((Grant.Held) grant).token()).isEqualTo(t1);
    assertThat(((Grant.Held) grant).remainingMillis()).isBetween(1L, LEASE);
    assertHeldBy(t1);
  }

  @Test
  void acquire_deadlinePassed_isGrantedToOther() {
    assertGranted(t1, null);
    passDeadline(key(), LEASE);
    assertGranted(t2, null);
    assertHeldBy(t2);
  }

  @Test
  void acquire_valueNotSeen_returnsIt() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    for (LeaseToken seen : new @Nullable LeaseToken[] {null, t3}) {
      Grant grant = acquire(t2, seen);
      assertThat(grant).isInstanceOf(Grant.Changed.class);
      assertThat(((Grant.Changed) grant).record()).isEqualTo(record(t1, SMALL));
    }
  }

  @Test
  void acquire_valueSeen_isGrantedOverIt() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    assertHeldBy(t2);
    byte[] expected = record(t1, SMALL);
    EntryFormat.writeLease(expected, t2, EntryFormat.leaseDeadline(present()));
    assertThat(present()).isEqualTo(expected);
    assertThat(EntryFormat.isIntact(present(), WRITTEN_FOR)).isTrue();
    assertThat(remainingMillis(key())).isGreaterThan(2 * LEASE).isLessThanOrEqualTo(TTL);
    assertThat(acquire(t3, t1)).isInstanceOf(Grant.Held.class);
  }

  @Test
  void acquire_overValueThatDiesBeforeTheLease_replacesIt() {
    assertGranted(t1, null);
    assertThat(get(store().populate(key(), t1, record(t1, SMALL), LEASE / 2))).isTrue();
    assertGranted(t2, t1);
    assertThat(present()).hasSize(EntryFormat.LEASE_LENGTH);
    assertHeldBy(t2);
  }

  @Test
  void acquire_foreignData_leavesItAlone() {
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    plant(key(), hello);
    assertThat(acquire(t1, null)).isEqualTo(new Grant.Foreign());
    assertThat(populate(t1, SMALL)).isFalse();
    assertThat(get(store().release(key(), t1))).isFalse();
    assertThat(present()).isEqualTo(hello);
  }

  @Test
  void acquire_longForeignData_leavesItAlone() {
    byte[] page = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
    plant(key(), page);
    assertThat(acquire(t1, null)).isEqualTo(new Grant.Foreign());
    assertThat(present()).isEqualTo(page);
  }

  @Test
  void acquire_overOtherHeaderVersion_replacesIt() {
    byte[] later = record(t1, SMALL);
    later[2] = EntryFormat.VERSION + 1;
    plant(key(), later);
    assertGranted(t2, null);
    assertThat(present()).hasSize(EntryFormat.LEASE_LENGTH);
    assertHeldBy(t2);
  }

  /** Without its whole etag nobody could say that he has seen the value. */
  @ParameterizedTest
  @ValueSource(ints = {32, 33, 40, 47})
  void acquire_overValueCutInItsEtag_replacesIt(int length) {
    plant(key(), Arrays.copyOf(record(t1, SMALL), length));
    assertGranted(t2, null);
    assertThat(present()).hasSize(EntryFormat.LEASE_LENGTH);
    assertHeldBy(t2);
  }

  @Test
  void acquire_leaseOfOtherHeaderVersion_isRespected() {
    byte[] later = record(t1, SMALL);
    later[2] = EntryFormat.VERSION + 1;
    EntryFormat.writeLease(later, t1, nowMillis() + 60_000);
    plant(key(), later);
    assertThat(acquire(t2, null)).isInstanceOf(Grant.Held.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SMALL, 4_000, 4_001, 200_000})
  void populate_byHolder_storesTheRecordAndEndsTheLease(int payloadLength) {
    assertGranted(t1, null);
    assertThat(populate(t1, payloadLength)).isTrue();
    assertThat(present()).isEqualTo(record(t1, payloadLength));
    assertThat(remainingMillis(key())).isGreaterThan(TTL / 2).isLessThanOrEqualTo(TTL);
    assertThat(populate(t1, payloadLength)).as("the token is consumed").isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, 200_000})
  void populate_byOther_writesNothing(int payloadLength) {
    assertGranted(t1, null);
    byte[] before = present();
    assertThat(populate(t2, payloadLength)).isFalse();
    assertThat(present()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, 200_000})
  void populate_afterInvalidate_writesNothing(int payloadLength) {
    assertGranted(t1, null);
    assertThat(get(store().invalidate(List.of(key())))).isEqualTo(1);
    assertThat(populate(t1, payloadLength)).isFalse();
    assertThat(stored()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, 200_000})
  void populate_afterDeadline_isAcceptedUntilGrantedAgain(int payloadLength) {
    assertGranted(t1, null);
    passDeadline(key(), LEASE);
    assertThat(populate(t1, payloadLength)).isTrue();
    assertThat(get(store().invalidate(List.of(key())))).isEqualTo(1);

    assertGranted(t2, null);
    passDeadline(key(), LEASE);
    assertGranted(t3, null);
    assertThat(populate(t2, payloadLength)).isFalse();
    assertThat(populate(t3, payloadLength)).isTrue();
    assertThat(present()).isEqualTo(record(t3, payloadLength));
  }

  @Test
  void populate_ofRefresh_replacesTheValue() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    assertThat(populate(t2, 200_000)).isTrue();
    assertThat(present()).isEqualTo(record(t2, 200_000));
    assertGranted(t3, t2);
    assertThat(populate(t3, SMALL)).isTrue();
    assertThat(present()).isEqualTo(record(t3, SMALL));
  }

  @Test
  void populate_expires() {
    assertGranted(t1, null);
    assertThat(get(store().populate(key(), t1, record(t1, SMALL), 1))).isTrue();
    awaitExpiry(key());
    assertThat(stored()).isNull();
  }

  @Test
  void renew_byHolder_extendsTheLease() {
    assertGranted(t1, null);
    passDeadline(key(), LEASE);
    assertThat(get(store().renew(key(), t1, LEASE))).isTrue();
    assertThat(acquire(t2, null)).isInstanceOf(Grant.Held.class);
    assertThat(remainingMillis(key())).isGreaterThan(LEASE).isLessThanOrEqualTo(2 * LEASE);
  }

  @Test
  void renew_overValue_keepsIt() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    passDeadline(key(), LEASE);
    assertThat(get(store().renew(key(), t2, LEASE))).isTrue();
    assertThat(EntryFormat.isValue(present())).isTrue();
    assertThat(acquire(t3, t1)).isInstanceOf(Grant.Held.class);
  }

  @Test
  void renew_beyondTheLifeOfTheValue_replacesIt() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    assertThat(get(store().renew(key(), t2, 2 * TTL))).isTrue();
    assertThat(present()).hasSize(EntryFormat.LEASE_LENGTH);
    assertHeldBy(t2);
  }

  @Test
  void renew_byOther_isRefused() {
    assertThat(get(store().renew(key(), t1, LEASE))).isFalse();
    assertGranted(t1, null);
    assertThat(get(store().renew(key(), t2, LEASE))).isFalse();
    assertThat(get(store().invalidate(List.of(key())))).isEqualTo(1);
    assertThat(get(store().renew(key(), t1, LEASE))).isFalse();
    assertThat(stored()).isNull();
  }

  @Test
  void release_leaseAlone_removesIt() {
    assertGranted(t1, null);
    assertThat(get(store().release(key(), t2))).isFalse();
    assertHeldBy(t1);
    assertThat(get(store().release(key(), t1))).isTrue();
    assertThat(stored()).isNull();
    assertThat(get(store().release(key(), t1))).isFalse();
    assertThat(populate(t1, SMALL)).isFalse();
  }

  @Test
  void release_overValue_keepsTheValue() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    assertThat(get(store().release(key(), t2))).isTrue();
    assertThat(present()).isEqualTo(record(t1, SMALL));
    assertThat(populate(t2, SMALL)).isFalse();
  }

  @Test
  void invalidate_valueWithLease_removesBoth() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    assertThat(get(store().invalidate(List.of(key())))).isEqualTo(1);
    assertThat(stored()).isNull();
    assertThat(populate(t2, SMALL)).isFalse();
    assertThat(get(store().invalidate(List.of(key())))).isZero();
  }

  @Test
  void invalidate_manyKeys_countsThoseThatExisted() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      keys.add(key("many" + i));
    }
    for (Key key : List.of(keys.get(0), keys.get(1_000), keys.get(2_499))) {
      assertThat(get(store().acquire(key, token(), LEASE, null))).isInstanceOf(Grant.Granted.class);
    }
    assertThat(get(store().invalidate(keys))).isEqualTo(3);
    assertThat(get(store().lookup(keys.get(2_499)))).isNull();
    assertThat(get(store().invalidate(List.of()))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, 200_000})
  void watch_populate_wakes(int payloadLength) {
    assertGranted(t1, null);
    CompletableFuture<@Nullable Void> watch = startedWatch(t1);
    assertThat(populate(t1, payloadLength)).isTrue();
    get(watch);
  }

  @Test
  void watch_release_wakes() {
    assertGranted(t1, null);
    CompletableFuture<@Nullable Void> watch = startedWatch(t1);
    assertThat(get(store().release(key(), t1))).isTrue();
    get(watch);
  }

  @Test
  void watch_invalidate_wakesAll() {
    assertGranted(t1, null);
    CompletableFuture<@Nullable Void> first = startedWatch(t1);
    CompletableFuture<@Nullable Void> second = store().watch(key(), t1);
    assertThat(get(store().invalidate(List.of(key())))).isEqualTo(1);
    get(first);
    get(second);
  }

  @Test
  void watch_releaseOverValue_wakes() {
    assertGranted(t1, null);
    assertThat(populate(t1, SMALL)).isTrue();
    assertGranted(t2, t1);
    CompletableFuture<@Nullable Void> watch = startedWatch(t2);
    assertThat(get(store().release(key(), t2))).isTrue();
    get(watch);
  }

  @Test
  void watch_expiry_wakes() {
    assertThat(get(store().acquire(key(), t1, 100, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = store().watch(key(), t1);
    awaitExpiry(key());
    get(watch);
  }

  @Test
  void watch_tokenThatHoldsNothing_wakesAtOnce() {
    get(store().watch(key(), t1));
    assertGranted(t1, null);
    get(store().watch(key(), t2));
    assertThat(populate(t1, SMALL)).isTrue();
    get(store().watch(key(), t1));
  }

  @Test
  void watch_againAfterWakeUp_seesTheNextHolder() {
    assertGranted(t1, null);
    CompletableFuture<@Nullable Void> first = startedWatch(t1);
    assertThat(get(store().release(key(), t1))).isTrue();
    get(first);
    assertGranted(t2, null);
    // may be woken without need, by the late news of its own grant
    CompletableFuture<@Nullable Void> second = store().watch(key(), t2);
    assertThat(populate(t2, SMALL)).isTrue();
    get(second);
  }

  @Test
  void arguments_outOfRange_areRefused() {
    assertThatThrownBy(() -> store().acquire(key(), t1, 0, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leaseMillis is 0; at least 1 ms is needed");
    assertThatThrownBy(() -> store().renew(key(), t1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leaseMillis is -1; at least 1 ms is needed");
    assertThatThrownBy(() -> store().populate(key(), t1, record(t1, 0), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ttlMillis is 0; at least 1 ms is needed");
    assertThatThrownBy(() -> store().populate(key(), t1, new byte[5], TTL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The record is no value of this version; make it with EntryFormat.writeHeader");
  }

  @Test
  void epoch_withoutDisturbance_isConstant() {
    long epoch = store().epoch();
    get(store().ping());
    assertGranted(t1, null);
    assertThat(store().epoch()).isEqualTo(epoch);
  }

  @Test
  void close_failsCallsAndWakesWaiters() {
    assertGranted(t1, null);
    CompletableFuture<@Nullable Void> watch = startedWatch(t1);
    store().close();
    get(watch);
    assertThatThrownBy(() -> get(store().lookup(key())))
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE))
        .hasMessageEndingWith("closed");
    store().close();
  }
}
