package io.cacheaside.sample.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Methods of every kind are advised exactly once, and behave as they do without a cache. */
class WeavingTest {
  private final Kinds kinds = new Kinds();
  private final CacheCounters counters = new CacheCounters();
  private CacheAsideRuntime runtime;

  @BeforeEach
  void install() {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("weaving")
                .store(MemoryStore::new)
                .listener(counters)
                .allow("java.lang.String")
                .build());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfMethod_isCached() {
    return Stream.of(
        cached("private, self-called", () -> kinds.callPrivate(1)),
        cached("package-private", () -> kinds.packageMethod(1)),
        cached("self-called", () -> kinds.callThis(2)),
        cached("protected", () -> kinds.protectedMethod(1)),
        cached("public", () -> kinds.publicMethod(1)),
        cached("static", () -> Kinds.staticMethod(1)),
        cached("final", () -> kinds.finalMethod(1)),
        cached("synchronized", () -> kinds.synchronizedMethod(1)),
        cached("varargs", () -> kinds.varargs(1, 2, 3)),
        cached("no parameters", kinds::noParameters),
        cached("2 parameters", () -> kinds.two(1, "b")),
        cached("3 parameters", () -> kinds.three(1, "b", true)),
        cached("4 parameters", () -> kinds.four(1, "b", true, 'd')),
        cached("5 parameters", () -> kinds.five(1, "b", true, 'd', (byte) 5)),
        cached("6 parameters", () -> kinds.six(1, "b", true, 'd', (byte) 5, (short) 6)),
        cached("7 parameters", () -> kinds.seven(1, "b", true, 'd', (byte) 5, (short) 6, 7.5)),
        cached(
            "8 parameters", () -> kinds.eight(1, "b", true, 'd', (byte) 5, (short) 6, 7.5, 8.5f)),
        cached("long", () -> kinds.longMethod(Long.MAX_VALUE)),
        cached("boolean", () -> kinds.booleanMethod(1)),
        cached("byte", () -> kinds.byteMethod((byte) -1)),
        cached("short", () -> kinds.shortMethod((short) -1)),
        cached("char", () -> kinds.charMethod('\u1234')),
        cached("float", () -> kinds.floatMethod(1.5f)),
        cached("double", () -> kinds.doubleMethod(Double.MIN_VALUE)),
        cached("array", () -> Arrays.toString(kinds.arrayMethod(7))),
        cached("generic", () -> kinds.generic(1, 2L)),
        cached("null", () -> String.valueOf(kinds.nullMethod(1))),
        cached("Optional.empty", () -> kinds.emptyMethod(1)),
        cached("OptionalInt.empty", () -> kinds.emptyIntMethod(1)),
        cached("Optional.of", () -> kinds.presentMethod(1)),
        cached("record", () -> new Kinds.Rec(1).sum(2)),
        cached("enum", () -> Kinds.Choice.ONE.inEnum(1)),
        cached("enum constant's body", () -> Kinds.Choice.ONE.inBody(1)),
        cached("default method", () -> new Kinds.Defaults() {}.defaultMethod(1)),
        cached("static interface method", () -> Kinds.Defaults.staticMethod(1)),
        cached("private interface method", () -> new Kinds.Defaults() {}.callPrivate(1)),
        cached("inner class", () -> kinds.new Inner().method(1)),
        cached("covariant override", () -> new Kinds.Derived().covariant(1)),
        cached("anonymous class", () -> kinds.anonymous(1).get()));
  }

  private static DynamicTest cached(String kind, Callable<?> call) {
    return dynamicTest(
        kind,
        () -> {
          int before = Bodies.count();
          Object first = call.call();
          Object second = call.call();
          assertThat(second).isEqualTo(first);
          assertThat(Bodies.count() - before).as("bodies run").isEqualTo(1);
        });
  }

  @Test
  void checkedException_passesUnwrappedWithTheUsersOwnTrace() {
    int before = Bodies.count();
    Throwable thrown = catchThrowable(() -> kinds.throwing(1));
    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("from the source");
    assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(Kinds.class.getName());
    assertThat(thrown.getStackTrace()[0].getMethodName()).startsWith("throwing");
    assertThat(thrown.getSuppressed()).isEmpty();
    // A failed load is not cached: the next call loads again.
    assertThatThrownBy(() -> kinds.throwing(1)).isExactlyInstanceOf(IOException.class);
    assertThat(Bodies.count() - before).isEqualTo(2);
  }

  @Test
  void advice_isInlined() {
    // If an advice body contained an invokedynamic, the weaver would silently make a closure class
    // for each method instead, which costs every call an allocation.
    assertThatThrownBy(() -> Class.forName(Kinds.class.getName() + "$AjcClosure1"))
        .isExactlyInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void recursionOnTheSameKey_runsTheBodiesAndCachesTheResult() {
    int before = Bodies.count();
    assertThat(kinds.sameKeyRecursion(5, 3)).isEqualTo(5);
    assertThat(Bodies.count() - before).isEqualTo(4);
    assertThat(kinds.sameKeyRecursion(5, 3)).isEqualTo(5);
    assertThat(Bodies.count() - before).isEqualTo(4);
  }

  @Test
  void nestedCachedCalls_areCachedEachByItself() {
    int before = Bodies.count();
    assertThat(kinds.factorial(5)).isEqualTo(120);
    assertThat(kinds.factorial(6)).isEqualTo(720);
    assertThat(Bodies.count() - before).isEqualTo(7);
  }

  @Test
  void invalidate_ofEveryForm_makesTheNextCallLoad() throws Exception {
    assertReloadsAfter(10, () -> kinds.invalidatePublic(10));
    assertReloadsAfter(11, () -> kinds.invalidateBoth(11));
    assertReloadsAfter(12, () -> assertThat(kinds.invalidateRepeated(12)).isEqualTo("result12"));
    assertReloadsAfter(13, () -> kinds.invalidateResult(13));
    assertReloadsAfter(14, () -> Kinds.callInvalidatePrivately(14));
  }

  @Test
  void invalidate_actsAlsoWhenTheMethodThrew() {
    assertReloadsAfter(
        20,
        () ->
            assertThatThrownBy(() -> kinds.invalidateAndThrow(20))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("after writing"));
  }

  @Test
  void invalidateOfResult_isSkippedAndCountedWhenTheMethodThrew() {
    int before = Bodies.count();
    kinds.publicMethod(30);
    assertThatThrownBy(() -> kinds.invalidateResultAndThrow(30)).hasMessage("no result");
    kinds.publicMethod(30);
    assertThat(Bodies.count() - before).isEqualTo(1);
    assertThat(counters.snapshot().skippedInvalidations()).isEqualTo(1);
  }

  private void assertReloadsAfter(int a, Runnable invalidation) {
    int before = Bodies.count();
    kinds.publicMethod(a);
    kinds.publicMethod(a);
    assertThat(Bodies.count() - before).isEqualTo(1);
    invalidation.run();
    kinds.publicMethod(a);
    assertThat(Bodies.count() - before).isEqualTo(2);
  }

  @Test
  void withoutRuntime_methodsRunAsIfNotAnnotated() throws Exception {
    runtime.close();
    int before = Bodies.count();
    assertThat(kinds.publicMethod(40)).isEqualTo(40);
    assertThat(kinds.publicMethod(40)).isEqualTo(40);
    kinds.invalidatePublic(40);
    assertThat(Bodies.count() - before).isEqualTo(2);
    assertThatThrownBy(() -> kinds.throwing(1)).isExactlyInstanceOf(IOException.class);
    assertThatThrownBy(() -> kinds.invalidateAndThrow(1)).isExactlyInstanceOf(IOException.class);
  }

  @Test
  void secondRuntime_isInForce_untilItIsClosedOrTheFirstIsActivated() {
    CacheAsideConfig config = CacheAsideConfig.builder().store(MemoryStore::new).build();
    int before = Bodies.count();
    kinds.publicMethod(50);
    try (CacheAsideRuntime second = CacheAsideRuntime.install(config)) {
      kinds.publicMethod(50);
      kinds.publicMethod(50);
      assertThat(Bodies.count() - before).isEqualTo(2);
      runtime.activate();
      kinds.publicMethod(50);
      second.activate();
      kinds.publicMethod(50);
      assertThat(Bodies.count() - before).isEqualTo(2);
      kinds.invalidatePublic(50);
      kinds.publicMethod(50);
      assertThat(Bodies.count() - before).as("the load after it").isEqualTo(3);
    }
    kinds.publicMethod(50);
    assertThat(Bodies.count() - before).isEqualTo(3);
  }
}
