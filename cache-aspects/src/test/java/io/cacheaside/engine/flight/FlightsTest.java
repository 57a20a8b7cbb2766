package io.cacheaside.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.flight.Flight.Landing;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private long tokens;
  private final Flights flights = new Flights();
  private final AskClock asks = new AskClock();

  private Flight flight(Key key) {
    Flight flight = new Flight(Examples.find(), key, nextToken(), 1, Stamp.NONE, null, 0, false);
    assertThat(flights.findOrAdd(flight, asks, other -> false)).isSameAs(flight);
    return flight;
  }

  private LeaseToken nextToken() {
    return new LeaseToken(Long.MIN_VALUE | 17, ++tokens);
  }

  private static LeaseToken token(Flight flight) {
    LeaseToken token = flight.token;
    if (token == null) {
      throw new AssertionError("the flight has no lease");
    }
    return token;
  }

  @Test
  void find_severalFlightsOfAKey_distinguishesTheirTokens() {
    Flight a = flight(Examples.user(1));
    Flight b = flight(Examples.user(1));
    Flight other = flight(Examples.user(2));
    assertThat(flights.find(Examples.user(1), token(a))).isSameAs(a);
    assertThat(flights.find(Examples.user(1), token(b))).isSameAs(b);
    assertThat(flights.find(Examples.user(1), token(other))).isNull();
    assertThat(flights.find(Examples.user(3), token(a))).isNull();
  }

  @Test
  void findOrAdd_oneThatWillDo_isReturnedInstead() {
    Flight older = flight(Examples.user(1));
    Flight newer = flight(Examples.user(1));
    Flight mine =
        new Flight(Examples.find(), Examples.user(1), nextToken(), 1, Stamp.NONE, null, 0, false);
    assertThat(flights.findOrAdd(mine, asks, other -> other == older)).isSameAs(older);
    assertThat(flights.find(Examples.user(1), token(mine))).isNull();
    assertThat(older.askedAt).isPositive().isLessThan(newer.askedAt);
    assertThat(newer.askedAt).isEqualTo(asks.now());
  }

  @Test
  void remove_inAnyOrder_leavesTheOthers() {
    for (int removed = 0; removed < 3; removed++) {
      List<Flight> all =
          List.of(flight(Examples.user(1)), flight(Examples.user(1)), flight(Examples.user(1)));
      flights.remove(all.get(removed));
      for (Flight each : all) {
        Flight expected = each == all.get(removed) ? null : each;
        assertThat(flights.find(Examples.user(1), token(each))).isSameAs(expected);
      }
      all.forEach(flights::remove);
      assertThat(flights.size()).isZero();
    }
  }

  @Test
  void remove_twice_isHarmless() {
    Flight a = flight(Examples.user(1));
    Flight b = flight(Examples.user(1));
    flights.remove(a);
    flights.remove(a);
    assertThat(flights.find(Examples.user(1), token(b))).isSameAs(b);
  }

  @Test
  void invalidate_marksAllFlightsOfTheKeysAndNoOthers() {
    Flight a = flight(Examples.user(1));
    Flight b = flight(Examples.user(1));
    Flight other = flight(Examples.user(2));
    flights.invalidate(List.of(Examples.entry(1), Examples.entry(3), Examples.whole("default")));
    assertThat(a.isInvalidated()).isTrue();
    assertThat(b.isInvalidated()).isTrue();
    assertThat(other.isInvalidated()).isFalse();
    assertThat(flight(Examples.user(1)).isInvalidated()).as("one that starts later").isFalse();
  }

  @Test
  void forEach_visitsEveryFlightOnce() {
    List<Flight> all =
        List.of(flight(Examples.user(1)), flight(Examples.user(1)), flight(Examples.user(2)));
    List<Flight> seen = new ArrayList<>();
    flights.forEach(seen::add);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
  }

  // How a flight ends for those who joined it

  private final Flight flight =
      new Flight(Examples.find(), Examples.user(1), new Caller.Noted(null, false));

  @Test
  void land_twice_keepsTheFirst() {
    flight.land(Flight.ABANDONED);
    flight.land(new Landing.Shared("late"));
    assertThat(flight.landing()).isCompletedWithValue(Flight.ABANDONED);
  }

  @Test
  void valueFor_copy_givesEachJoinerItsOwn() throws Throwable {
    Landing landing = new Landing.Copied(flight.plan.entries().encode("Ann"), "Ann");
    landing.throwFailure();
    Object first = landing.valueFor(flight.plan);
    Object second = landing.valueFor(flight.plan);
    assertThat(first).isEqualTo("Ann").isEqualTo(second).isNotSameAs(second);
  }

  @Test
  void throwFailure_failedLoad_throwsTheSameObject() {
    Exception failure = new Exception("database is down");
    assertThatThrownBy(() -> new Landing.Failed(failure).throwFailure())
        .isExactlyInstanceOf(LoadFailure.class)
        .cause()
        .isSameAs(failure);
  }

  @Test
  void valueFor_copyThatCannotBeDecoded_isTheValueItself() {
    Object value = StubCodec.NOT_DECODABLE;
    Landing landing = new Landing.Copied(flight.plan.entries().encode(value), value);
    assertThat(landing.valueFor(flight.plan)).isSameAs(value);
  }

  @Test
  void valueFor_abandonedFlight_isNothing() {
    assertThat(Flight.ABANDONED.valueFor(flight.plan)).isSameAs(Landing.NOTHING);
  }

  @Test
  void failed_interruptedLeader_isAbandoned() {
    assertThat(Landing.failed(new InterruptedException())).isSameAs(Flight.ABANDONED);
    Exception failure = new Exception("interrupted inside");
    assertThat(Landing.failed(failure)).isEqualTo(new Landing.Failed(failure));
    Thread.currentThread().interrupt();
    assertThat(Landing.failed(failure)).isSameAs(Flight.ABANDONED);
    assertThat(Thread.interrupted()).as("stays set").isTrue();
  }

  @Test
  void failed_leaderWithoutStackOrMemory_isAbandoned() {
    assertThat(Landing.failed(new StackOverflowError())).isSameAs(Flight.ABANDONED);
    assertThat(Landing.failed(new OutOfMemoryError())).isSameAs(Flight.ABANDONED);
    Error failure = new NoClassDefFoundError("shop/Missing");
    assertThat(Landing.failed(failure)).isEqualTo(new Landing.Failed(failure));
  }
}
