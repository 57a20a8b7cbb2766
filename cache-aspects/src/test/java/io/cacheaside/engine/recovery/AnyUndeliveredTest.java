package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.testing.EngineHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The word that reads look at, in every order of the steps of somebody who makes everything
 * undelivered and of somebody who looks whether anything is.
 */
class AnyUndeliveredTest extends EngineHarness {
  /** Before the look, between its first step and its reading, before its last step, after it. */
  private static final int PLACES = 4;

  private final Write write = engine.writeBegins(save, null, new Object[] {1});

  @AfterEach
  void endWrite() {
    write.ended(null, true);
  }

  /** What may make everything undelivered. */
  enum Fact {
    LOST_KEYS,
    UNSETTLED
  }

  private void note(Fact fact, AnyUndelivered undelivered) {
    if (fact == Fact.LOST_KEYS) {
      undelivered.lostKeys = true;
    } else {
      undelivered.unsettled = write;
    }
  }

  private static void setWord(AnyUndelivered undelivered) {
    undelivered.word = AnyUndelivered.SOME;
  }

  /** A look between whose steps somebody else takes his. */
  private static final class SlowLook extends AnyUndelivered {
    private final List<Consumer<AnyUndelivered>> steps;
    private final int[] places;

    private int taken;
    private boolean wasCleanTooEarly;

    /**
     * @param places of each of the steps
     */
    SlowLook(List<Consumer<AnyUndelivered>> steps, int... places) {
      this.steps = steps;
      this.places = places;
    }

    /** Takes the steps for this place; from the last one on, the word must not be clean. */
    private void at(int place) {
      seeWord();
      while (taken < places.length && places[taken] == place) {
        steps.get(taken++).accept(this);
      }
      seeWord();
    }

    private void seeWord() {
      wasCleanTooEarly |= taken == places.length && word == NONE;
    }

    @Override
    boolean isOfNothing(int counted) {
      at(1);
      boolean nothing = super.isOfNothing(counted);
      at(2);
      return nothing;
    }

    boolean wasCleanTooEarly() {
      at(0);
      lookAgain(0);
      at(3);
      return wasCleanTooEarly;
    }
  }

  private static List<String> badOrders(List<Consumer<AnyUndelivered>> steps) {
    List<String> bad = new ArrayList<>();
    for (int first = 0; first < PLACES; first++) {
      for (int second = first; second < PLACES; second++) {
        if (new SlowLook(steps, first, second).wasCleanTooEarly()) {
          bad.add(first + " " + second);
        }
      }
    }
    return bad;
  }

  @ParameterizedTest
  @EnumSource
  void word_factNotedFirst_isCleanInNoOrder(Fact fact) {
    assertThat(badOrders(List.of(d -> note(fact, d), AnyUndeliveredTest::setWord))).isEmpty();
  }

  /** The test can fail: this is why the fact comes first. */
  @ParameterizedTest
  @EnumSource
  void word_setFirst_isCleanInSomeOrders(Fact fact) {
    assertThat(badOrders(List.of(AnyUndeliveredTest::setWord, d -> note(fact, d))))
        .containsExactly("0 2", "0 3");
  }

  @Test
  void look_twoWhoMakeItUndelivered_isCleanInNoOrder() {
    for (int first = 0; first < PLACES; first++) {
      for (int second = first; second < PLACES; second++) {
        List<Consumer<AnyUndelivered>> steps =
            List.of(
                d -> {
                  note(Fact.LOST_KEYS, d);
                  setWord(d);
                },
                d -> {
                  note(Fact.UNSETTLED, d);
                  setWord(d);
                });
        SlowLook both = new SlowLook(steps, first, second);
        assertThat(both.wasCleanTooEarly()).as("%d %d", first, second).isFalse();
        both.settled(write);
        both.lookAgain(0);
        assertThat(both.word).as("the keys are lost still").isNotEqualTo(AnyUndelivered.NONE);
        both.lostKeys = false;
        both.lookAgain(0);
        assertThat(both.word).isEqualTo(AnyUndelivered.NONE);
      }
    }
  }

  @Test
  void look_keysAreCounted_isNotClean() {
    AnyUndelivered undelivered = new AnyUndelivered();
    undelivered.lookAgain(1);
    assertThat(undelivered.word).isNotEqualTo(AnyUndelivered.NONE);
    undelivered.lookAgain(0);
    assertThat(undelivered.word).isEqualTo(AnyUndelivered.NONE);
  }

  @Test
  void settled_anotherWriteMeanwhile_stays() {
    AnyUndelivered undelivered = new AnyUndelivered();
    undelivered.unsettled = write;
    setWord(undelivered);
    undelivered.settled(null);
    undelivered.lookAgain(0);
    assertThat(undelivered.isOfAll()).isTrue();
    assertThat(undelivered.word).isNotEqualTo(AnyUndelivered.NONE);
    undelivered.settled(write);
    undelivered.lookAgain(0);
    assertThat(undelivered.word).isEqualTo(AnyUndelivered.NONE);
  }
}
