package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Executors whose threads have died since they were asked. */
class EventLoopsTest {
  private final List<String> asked = new ArrayList<>();

  private EventExecutor executor(String name, boolean takes) {
    return proxy(
        EventExecutor.class,
        (self, method, arguments) -> {
          if (method.getName().equals("isShuttingDown")) {
            return false;
          }
          asked.add(name);
          if (!takes) {
            throw new RejectedExecutionException("event executor terminated");
          }
          return null;
        });
  }

  /** The first is always the next. */
  private static EventExecutorGroup group(EventExecutor... executors) {
    return proxy(
        EventExecutorGroup.class,
        (self, method, arguments) ->
            method.getName().equals("next") ? executors[0] : List.of(executors).iterator());
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void executorThatTakesNothing_isPassedOver() {
    EventLoops.schedule(group(executor("dead", false), executor("alive", true)), () -> {}, 1);
    assertThat(asked).startsWith("dead").endsWith("alive");
  }

  @Test
  void executorsThatAllTakeNothing_rejectTheTask() {
    EventExecutorGroup dead = group(executor("one", false), executor("two", false));
    assertThatThrownBy(() -> EventLoops.schedule(dead, () -> {}, 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("the client is closed");
    assertThat(asked).contains("one", "two");
  }
}
