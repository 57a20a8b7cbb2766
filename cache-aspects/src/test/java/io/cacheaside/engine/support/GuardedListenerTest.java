package io.cacheaside.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedListenerTest {
  private static final CachedMethod METHOD = new CachedMethod("C", "m", "", "default");

  /** A listener all of whose methods throw. */
  private static CacheListener throwing(Throwable failure) {
    return (CacheListener)
        Proxy.newProxyInstance(
            CacheListener.class.getClassLoader(),
            new Class<?>[] {CacheListener.class},
            (proxy, method, arguments) -> {
              throw failure;
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
    return Arrays.stream(method.getParameterTypes()).map(GuardedListenerTest::value).toArray();
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
  void everyMethod_listenerThrows_isGuarded() throws ReflectiveOperationException {
    for (Throwable failure :
        List.of(new IllegalStateException("broken"), new NoClassDefFoundError("metrics/Library"))) {
      try (LogCapture log = new LogCapture()) {
        CacheListener guarded = GuardedListener.around(throwing(failure));
        for (Method method : methods()) {
          method.invoke(guarded, arguments(method));
        }
        assertThat(log.lines("GuardedListener")).as("logged once for all").hasSize(1);
        assertThat(log.lines("GuardedListener").get(0))
            .matches("ERROR the listener class .* threw; this is logged once and ignored");
      }
    }
  }

  @Test
  void everyMethod_passesItsArgumentsOn() throws ReflectiveOperationException {
    for (Method method : methods()) {
      RecordingListener direct = new RecordingListener();
      RecordingListener behind = new RecordingListener();
      method.invoke(direct, arguments(method));
      method.invoke(GuardedListener.around(behind), arguments(method));
      assertThat(behind.events()).hasSize(1).isEqualTo(direct.events());
    }
  }

  @Test
  void around_none_isNone() {
    assertThat(GuardedListener.around(CacheListener.NONE)).isSameAs(CacheListener.NONE);
  }
}
