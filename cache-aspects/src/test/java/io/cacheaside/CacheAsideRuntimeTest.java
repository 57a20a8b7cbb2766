package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheAsideRuntimeTest {

  @Test
  void install_withSomethingAroundTheStore_putsItThereOnce_andClosesTheStoreThroughIt() {
    List<String> calls = new ArrayList<>();
    List<Store> inside = new ArrayList<>();
    CacheAsideConfig config =
        CacheAsideConfig.builder().store(MemoryStore::new).weavingCheck(WeavingCheck.OFF).build();

    CacheAsideRuntime runtime =
        CacheAsideRuntime.install(
            config,
            store -> {
              inside.add(store);
              return recorded(store, calls);
            });
    assertThat(inside).hasSize(1);
    assertThat(inside.get(0).lookup(Key.of("app:region:{key}")).join()).isNull();
    assertThat(calls).doesNotContain("close");

    runtime.close();
    assertThat(calls).contains("close");
    assertThat(inside.get(0).lookup(Key.of("app:region:{key}"))).isCompletedExceptionally();
  }

  @Test
  void byHand_closed_isRefused() {
    CacheAsideConfig config =
        CacheAsideConfig.builder().store(MemoryStore::new).weavingCheck(WeavingCheck.OFF).build();
    CacheAsideRuntime runtime = CacheAsideRuntime.install(config);
    runtime.invalidate("users", "user:42");
    runtime.clear("users");
    assertThat(runtime.undeliveredKeys()).isZero();
    runtime.close();
    String message =
        "the CacheAsideRuntime is closed, so nothing can be invalidated by it: entries keep their"
            + " old values until their TTL ends; close it after the last write";
    assertThatThrownBy(() -> runtime.invalidate("users", "user:42"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> runtime.clear("users"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  private static Store recorded(Store store, List<String> calls) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(store, arguments);
            });
  }
}
