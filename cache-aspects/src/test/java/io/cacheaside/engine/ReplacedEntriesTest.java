package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.fixtures.LogCapture;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two methods that no build has seen together have the same keys, and values of different types.
 */
class ReplacedEntriesTest extends EngineHarness {
  private static final String LOGGER = "EntryOwners";
  private static final String SAID =
      "ERROR io.cacheaside.engine.ReplacedEntriesTest$Numbers.number(int): @CacheAside key"
          + " \"both:{other}\": io.cacheaside.engine.ReplacedEntriesTest$Names.name(int) has the"
          + " key \"both:{id}\" in the same region and returns java.lang.String, but this method"
          + " java.lang.Long, so they replace each other's entries; use another key or region for"
          + " one of them. Until then this method is not cached once both have been called.";

  @SuppressWarnings("unused")
  private static final class Names {
    @CacheAside(key = "both:{id}", ttl = "5m")
    static String name(int id) {
      return null;
    }
  }

  @SuppressWarnings("unused")
  private static final class Numbers {
    @CacheAside(key = "both:{other}", ttl = "5m")
    static Long number(int other) {
      return null;
    }
  }

  private final LogCapture log = new LogCapture();
  private CallSite name;
  private CallSite number;

  @BeforeEach
  void makeSites() throws NoSuchMethodException {
    name = site(Names.class.getDeclaredMethod("name", int.class), "id");
    number = site(Numbers.class.getDeclaredMethod("number", int.class), "other");
  }

  private static CallSite site(Method method, String parameter) {
    return new CallSite(new AnnotatedMethod(method, List.of(parameter)));
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void methodOfTheLaterName_isNotCached_whicheverIsCalledFirst(boolean inOrder) throws Throwable {
    call(inOrder ? name : number, 7, () -> inOrder ? "Ada" : 1L); // on another key
    call(inOrder ? number : name, 7, () -> inOrder ? 1L : "Ada");
    assertThat(log.lines(LOGGER)).containsExactly(SAID);
    assertThat(call(name, 1, () -> "Ada")).isEqualTo("Ada");
    for (long load = 1; load <= 3; load++) {
      long loaded = load;
      assertThat(call(number, 1, () -> loaded)).isEqualTo(loaded);
      assertThat(call(name, 1, () -> "not loaded")).isEqualTo("Ada");
    }
    assertThat(counters.snapshot().bypasses()).isGreaterThanOrEqualTo(3);
    assertThat(log.lines(LOGGER)).containsExactly(SAID);
  }

  @Test
  void method_isCached_asLongAsTheOtherIsNotCalled() throws Throwable {
    call(number, 1, () -> 1L);
    assertThat(call(number, 1, () -> 2L)).isEqualTo(1L);
    assertThat(log.lines(LOGGER)).isEmpty();
  }

  @Test
  void methodsOfOneType_shareTheirEntries_inSilence() throws Throwable {
    call(find, 1, () -> List.of("one"));
    assertThat(call(findToo, 1, () -> List.of("two"))).isEqualTo(List.of("one"));
    assertThat(log.lines(LOGGER)).isEmpty();
  }

  @Test
  void nextEngine_judgesAnew() throws Throwable {
    call(name, 1, () -> "Ada");
    call(number, 1, () -> 1L);
    engine.close();
    engine = engine(memory, Duration.ofSeconds(20));
    call(number, 2, () -> 1L);
    assertThat(call(number, 2, () -> 2L)).isEqualTo(1L);
    call(name, 1, () -> "Ada");
    assertThat(log.lines(LOGGER)).containsExactly(SAID, SAID);
  }
}
