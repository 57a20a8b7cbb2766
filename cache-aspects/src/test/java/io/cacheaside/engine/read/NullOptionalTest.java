package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.plan.ReturnShape;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.fixtures.LogCapture;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A method that returns null where it declares an optional: nobody may get an optional for it. */
class NullOptionalTest extends EngineHarness {

  @SuppressWarnings({"unused", "NullOptional"})
  private static final class Wrong {
    @CacheAside(key = "optional:{id}", ttl = "5m")
    static Optional<String> optional(int id) {
      return null;
    }

    @CacheAside(key = "int:{id}", ttl = "5m")
    static OptionalInt number(int id) {
      return null;
    }

    @CacheAside(key = "long:{id}", ttl = "5m")
    static OptionalLong longNumber(int id) {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"optional", "number", "longNumber"})
  void null_insteadOfAnOptional_isReturnedEachTime_andNotCached(String name) throws Throwable {
    Method method = Wrong.class.getDeclaredMethod(name, int.class);
    CallSite site = new CallSite(new AnnotatedMethod(method, List.of("id")));
    try (LogCapture log = new LogCapture()) {
      assertThat(call(site, 1, () -> null)).isNull();
      assertThat(call(site, 1, () -> null)).isNull();
      assertThat(log.lines("Populating"))
          .containsExactly(
              "WARN io.cacheaside.engine.read.NullOptionalTest$Wrong.%s(int): the value is returned but not"
                      .formatted(name)
                  + " cached: it is null where an empty optional"
                  + " is expected; return an empty one");
      Object empty = ReturnShape.of(method.getReturnType()).absent();
      assertThat(call(site, 1, () -> empty)).isEqualTo(empty);
      assertThat(call(site, 1, () -> null)).as("a hit").isEqualTo(empty);
    }
  }
}
