package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.WeavingCheck;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener that logs the keys it is told of would log. */
class LoggedKeysTest {
  private final List<String> logged = new ArrayList<>();
  private final CacheListener logging =
      new CacheListener() {
        @Override
        public void onMiss(CachedMethod method, Key key) {
          logged.add("miss of " + key);
        }
      };

  @CacheAside(key = "user:{email}", ttl = "5m")
  static String find(String email) {
    return email;
  }

  private void readWith(CacheAsideConfig.Builder config) throws Throwable {
    CallSite site =
        new CallSite(
            new AnnotatedMethod(
                LoggedKeysTest.class.getDeclaredMethod("find", String.class), List.of("email")));
    config.app("shop").store(MemoryStore::new).listener(logging).weavingCheck(WeavingCheck.OFF);
    try (CacheAsideRuntime unused = CacheAsideRuntime.install(config.build())) {
      Object[] arguments = {"ada"};
      Load load = (Load) CacheEngine.installed().read(site, null, arguments);
      load.completed("Ada");
    }
  }

  @Test
  void keys_showTheirTemplateByDefault() throws Throwable {
    readWith(CacheAsideConfig.builder());
    assertThat(logged)
        .singleElement()
        .asString()
        .matches("miss of shop:default:\\{user:\\{email}}#[0-9a-f]{8}");
  }

  @Test
  void keys_withLogKeys_showTheirText() throws Throwable {
    readWith(CacheAsideConfig.builder().logKeys(true));
    assertThat(logged).containsExactly("miss of shop:default:{user:ada}");
  }
}
