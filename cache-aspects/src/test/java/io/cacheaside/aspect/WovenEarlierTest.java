package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.engine.testing.ShapedEngine;
import io.cacheaside.engine.testing.ShapedEngine.Shape;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What was woven by a released version runs on this one; see the README beside the class files. */
@ParameterizedClass
@ValueSource(strings = {"woven-by-0.1.0/inlined", "woven-by-0.1.0/closures"})
class WovenEarlierTest {
  private final Class<?> type;
  private final CacheCounters counters = new CacheCounters();
  private Object ledger;
  private CacheAsideRuntime runtime;

  WovenEarlierTest(String folder) throws ClassNotFoundException {
    this.type = new WovenEarlier(folder).loadClass("shop.Ledger");
  }

  @BeforeEach
  void install() throws ReflectiveOperationException {
    ledger = type.getDeclaredConstructor().newInstance();
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder().store(MemoryStore::new).listener(counters).build());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Calls the method of that name with as many parameters; what it throws comes as it is. */
  private Object call(String name, Object... arguments) throws Throwable {
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(each -> each.getName().equals(name))
            .filter(each -> each.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    MethodHandle handle = MethodHandles.lookup().unreflect(method);
    boolean isStatic = handle.type().parameterCount() == arguments.length;
    return (isStatic ? handle : handle.bindTo(ledger)).invokeWithArguments(arguments);
  }

  @Test
  void read_secondCall_isAHit() throws Throwable {
    assertThat(List.of(call("text", 7L), call("text", 7L), call("text", 8L)))
        .containsExactly("7/1", "7/1", "8/2");
    assertThat(counters.snapshot().hits()).isEqualTo(1);
    assertThat(counters.snapshot().misses()).isEqualTo(2);
  }

  @Test
  void read_primitives_areUnboxed() throws Throwable {
    assertThat(List.of(call("count"), call("count"))).containsExactly(1, 1);
    assertThat(List.of(call("flag", true, 2.5), call("flag", true, 2.5))).containsOnly(true);
    assertThat(counters.snapshot().hits()).isEqualTo(2);
  }

  @Test
  void read_sevenParameters_areAllInTheKey() throws Throwable {
    assertThat(List.of(call("sum", 3), call("sum", 3), call("sum", 4)))
        .containsExactly(115L, 115L, 116L);
    assertThat(call("runs")).isEqualTo(2);
  }

  @Test
  void receiver_isInTheKey() throws Throwable {
    assertThat(List.of(call("own"), call("own"))).containsExactly("Ann/1", "Ann/1");
    call("changeOwn");
    assertThat(call("own")).isEqualTo("Ann/2");
  }

  @Test
  void read_checkedException_comesAsItIsAndIsNotCached() {
    assertThatThrownBy(() -> call("failing"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("run 1");
    assertThatThrownBy(() -> call("failing"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("run 2");
    assertThat(counters.snapshot().failedLoads()).isEqualTo(2);
  }

  @Test
  void invalidate_returned_removesTheKey() throws Throwable {
    assertThat(call("text", 7L)).isEqualTo("7/1");
    call("change", 7L);
    assertThat(call("text", 7L)).isEqualTo("7/2");
  }

  @Test
  void invalidate_repeated_removesAllKeys() throws Throwable {
    assertThat(List.of(call("text", 7L), call("count"))).containsExactly("7/1", 2);
    assertThat(call("changeAll", 7L)).isEqualTo(7L);
    assertThat(List.of(call("text", 7L), call("count"))).containsExactly("7/3", 4);
  }

  @Test
  void invalidate_threw_removesTheKey() throws Throwable {
    assertThat(call("text", 7L)).isEqualTo("7/1");
    assertThatThrownBy(() -> call("changeAndFail", 7L))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("changed");
    assertThat(call("text", 7L)).isEqualTo("7/2");
  }

  @Test
  void bothAnnotations_hitInvalidatesToo() throws Throwable {
    assertThat(List.of(call("count"), call("both", 5), call("count"))).containsExactly(1, 5, 3);
    assertThat(List.of(call("both", 6), call("count"))).containsExactly(5, 4);
  }

  @Test
  void noRuntime_runsUncached() throws Throwable {
    runtime.close();
    assertThat(List.of(call("text", 7L), call("text", 7L))).containsExactly("7/1", "7/2");
    call("change", 7L);
  }

  @Test
  void body_runsAnotherTime_withOtherArguments() throws Throwable {
    runtime.close();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    try (ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
      assertThat(call("text", 7L)).isEqualTo("7/1");
      assertThat(engine.again(false)).isEqualTo("7/2");
      assertThat(engine.again(true)).isEqualTo("17/3");
    } finally {
      timer.shutdownNow();
    }
  }

  @Test
  void arguments_ofTheBody_areReplaced() throws Throwable {
    runtime.close();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    try (ShapedEngine unused = ShapedEngine.installed(Shape.OTHER_ARGUMENTS, timer)) {
      assertThat(call("text", 7L)).isEqualTo("17/1");
      assertThat(call("sum", 3)).isEqualTo(115L + 50 + 2);
    } finally {
      timer.shutdownNow();
    }
  }
}
