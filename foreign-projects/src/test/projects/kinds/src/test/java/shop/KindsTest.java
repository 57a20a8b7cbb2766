package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.store.MemoryStore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;

class KindsTest {
  static CacheAsideRuntime cache;

  @BeforeAll
  static void install() {
    CacheAsideConfig config =
        CacheAsideConfig.builder().store(MemoryStore::new).build();
    cache = CacheAsideRuntime.install(config);
  }

  @AfterAll
  static void close() {
    cache.close();
  }

  static Stream<Arguments> kinds() {
    Kinds.Circle circle = new Kinds.Circle();
    return Stream.of(
        kind("record", () -> new Kinds.Point(1, 2).scaled(3)),
        kind("static of a record", () -> Kinds.Point.of(new Kinds.Point(1, 2))),
        kind("enum constant", () -> Kinds.Colour.RED.shade(1)),
        kind("enum", () -> Kinds.Colour.BLUE.shade(1)),
        kind("default of an interface", () -> circle.area("mm")),
        kind("static of an interface", () -> Kinds.Shape.named("x")),
        kind("private of an interface", () -> Kinds.Shape.viaPrivate(circle)),
        kind("sealed", () -> circle.draw(1)),
        kind("overload", () -> circle.draw("1")),
        kind("inner", () -> new Kinds().new Inner().find(1)),
        kind("generic", () -> new Kinds.Generic<String>().all(1, 2)),
        kind("local", Kinds::local),
        kind("anonymous", Kinds::anonymous));
  }

  static Arguments kind(String name, Supplier<String> call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void annotatedMethod_loadsOnce(String name, Supplier<String> call) {
    Kinds.loads = 0;
    assertEquals(call.get(), call.get());
    assertEquals(1, Kinds.loads);
  }
}
