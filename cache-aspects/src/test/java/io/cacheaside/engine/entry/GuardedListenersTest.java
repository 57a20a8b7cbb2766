package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedListenersTest {
  private static final CachedMethod METHOD = new CachedMethod("C", "m", "", "default");

  /** A listener whose every method does this. */
  private static CacheListener listener(InvocationHandler method) {
    return (CacheListener)
        Proxy.newProxyInstance(
            CacheListener.class.getClassLoader(), new Class<?>[] {CacheListener.class}, method);
  }

  private static CacheListener throwing(Throwable failure) {
    return listener(
        (proxy, method, arguments) -> {
          throw failure;
        });
  }

  /** What one listener was told. */
  private record Told(String listener, Method method, List<Object> arguments) {}

  private static CacheListener telling(String name, List<Told> all) {
    return listener(
        (proxy, method, arguments) -> {
          all.add(new Told(name, method, List.of(arguments)));
          return null;
        });
  }

  private static List<Method> methods() {
    List<Method> methods =
        Arrays.stream(CacheListener.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .toList();
    assertThat(methods).hasSizeGreaterThanOrEqualTo(14);
    return methods;
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(GuardedListenersTest::value).toArray();
  }

  private static Object value(Class<?> type) {
    if (type == CachedMethod.class) {
      return METHOD;
    }
    if (type == Key.class) {
      return Examples.user(1);
    }
    if (type == String.class) {
      return "default";
    }
    if (type == Reconnection.class) {
      return new Reconnection(Reconnection.History.REWOUND, 7);
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 5;
    }
    if (type == long.class) {
      return 6L;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[1];
    }
    if (type == Throwable.class) {
      return new Exception("from the load");
    }
    throw new AssertionError("a new parameter type: " + type);
  }

  @Test
  void everyMethod_tellsAllInTheirOrder() throws ReflectiveOperationException {
    for (Method method : methods()) {
      List<Told> told = new ArrayList<>();
      CacheListener all =
          GuardedListeners.around(
              telling("first", told), CacheListener.NONE, telling("second", told));
      Object[] arguments = arguments(method);
      method.invoke(all, arguments);
      assertThat(told)
          .containsExactly(
              new Told("first", method, List.of(arguments)),
              new Told("second", method, List.of(arguments)));
    }
  }

  @Test
  void everyMethod_listenersThrow_isGuardedAndTheOthersAreTold()
      throws ReflectiveOperationException {
    for (Throwable failure :
        List.of(
            new IllegalStateException("broken"),
            new NoClassDefFoundError("metrics/Library"),
            new StackOverflowError())) {
      List<Told> told = new ArrayList<>();
      CacheListener all =
          GuardedListeners.around(
              throwing(failure),
              telling("between", told),
              throwing(failure),
              telling("last", told));
      try (LogCapture log = new LogCapture()) {
        for (Method method : methods()) {
          told.clear();
          method.invoke(all, arguments(method));
          assertThat(told)
              .as("%s", method)
              .extracting(Told::listener)
              .containsExactly("between", "last");
        }
        assertThat(log.lines("GuardedListeners"))
            .as("logged once for each that throws")
            .hasSize(2)
            .allSatisfy(
                line ->
                    assertThat(line)
                        .matches(
                            "ERROR the listener class .* threw; this is logged once and ignored"));
      }
    }
  }

  @Test
  void around_none_isNone() {
    assertThat(GuardedListeners.around()).isSameAs(CacheListener.NONE);
    assertThat(GuardedListeners.around(CacheListener.NONE)).isSameAs(CacheListener.NONE);
  }

  @Test
  void around_guarded_isNotGuardedTwice() {
    CacheListener guarded = GuardedListeners.around(new RecordingListener());
    assertThat(GuardedListeners.around(guarded)).isSameAs(guarded);
  }
}
