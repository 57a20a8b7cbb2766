package io.cacheaside.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.WeavingCheck;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.InvalidAnnotationException;
import io.cacheaside.store.MemoryStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interceptors around methods that are woven: one of the two acts. */
@Tag("heavy")
class InterceptionTest {
  private static final Map<String, String> SOURCES =
      Map.of(
          "Prices",
          """
          public class Prices implements java.util.function.IntSupplier {
            int loads;
            int saves;

            @CacheAside(key = "price:{sku}", ttl = "5m")
            public String find(long sku) {
              loads++;
              return "price " + loads + (sku == 0 ? "" : " above " + find(sku - 1));
            }

            @Invalidate(key = "price:{sku}")
            public void save(long sku) {
              saves++;
            }

            @CacheAside(key = "log:{sku}", ttl = "5m")
            @Invalidate(key = "price:{sku}")
            public String log(long sku) {
              loads++;
              return "log " + loads;
            }

            public int getAsInt() {
              return loads;
            }
          }
          """);

  private final CacheCounters counters = new CacheCounters();
  private final CacheAsideRuntime runtime =
      CacheAsideRuntime.install(
          CacheAsideConfig.builder()
              .app("interception")
              .store(MemoryStore::new)
              .listener(counters)
              .weavingCheck(WeavingCheck.OFF)
              .build());

  @TempDir private Path folder;

  @AfterEach
  void close() {
    runtime.close();
  }

  /** As an interceptor outside of a woven method calls it. */
  private static Object call(Interception interception, Object bean, long sku) throws Throwable {
    return interception.call(
        bean,
        new Object[] {sku},
        given -> {
          try {
            return interception.method().invoke(bean, given);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }

  private Interception interception(Object bean, String name) throws NoSuchMethodException {
    return runtime
        .interception(bean.getClass(), bean.getClass().getMethod(name, long.class))
        .orElseThrow();
  }

  @Test
  void wovenMethod_withinAnInterceptor_leavesTheCacheToIt_andItsOwnCallsAreWoven()
      throws Throwable {
    try (URLClassLoader application =
        WovenClasses.loader(WovenClasses.weave(SOURCES, List.of("-parameters"), List.of()))) {
      var prices = WovenClasses.create(application, "Prices", IntSupplier.class);
      Interception find = interception(prices, "find");
      assertThat(call(find, prices, 1)).isEqualTo("price 1 above price 2");
      assertThat(call(find, prices, 1)).isEqualTo("price 1 above price 2");
      assertThat(prices.getAsInt()).isEqualTo(2);
      assertThat(counters.snapshot().hits()).isEqualTo(1);
      assertThat(counters.snapshot().misses()).as("of the call and of the one within").isEqualTo(2);

      call(interception(prices, "save"), prices, 1);
      assertThat(counters.snapshot().invalidations()).isEqualTo(1);
      assertThat(call(find, prices, 1)).isEqualTo("price 3 above price 2");

      Interception log = interception(prices, "log");
      assertThat(call(log, prices, 1)).isEqualTo("log 4");
      assertThat(call(log, prices, 1)).isEqualTo("log 4");
      assertThat(counters.snapshot().invalidations()).as("of each call").isEqualTo(3);

      Method woven = prices.getClass().getMethod("find", long.class);
      assertThat(woven.invoke(prices, 0L)).as("a call past it").isEqualTo("price 2");
    }
  }

  @Test
  void interceptions_areOneForEachMethod_andNoneWithoutAnnotations() throws Exception {
    Method find = WrapTest.Users.class.getMethod("findById", Long.class);
    Method generic = WrapTest.Crud.class.getMethod("findById", Object.class);
    Interception one = runtime.interception(WrapTest.Users.class, find).orElseThrow();
    assertThat(runtime.interception(WrapTest.Users.class, generic)).containsSame(one);
    assertThat(runtime.interception(WrapTest.Crud.class, generic)).isEmpty();
    assertThat(one)
        .hasToString("interception of io.cacheaside.interception.WrapTest$Users.findById(Long)");
  }

  @Test
  void interfaceWithoutNamesOfParameters_isRefused() throws Exception {
    Javac.compile(
        Map.of(
            "shop/Nameless.java",
            """
            package shop;

            public interface Nameless {
              @io.cacheaside.annotation.CacheAside(key = "user:{id}", ttl = "5m")
              String find(long id);
            }
            """),
        folder,
        Classpath.ofApplication());
    try (URLClassLoader application = WovenClasses.loader(folder)) {
      Class<?> type = application.loadClass("shop.Nameless");
      Method find = type.getMethod("find", long.class);
      assertThatThrownBy(() -> runtime.interception(type, find))
          .isExactlyInstanceOf(InvalidAnnotationException.class)
          .hasMessage(
              "shop.Nameless.find(long): the class file has no names of parameters, which keys"
                  + " need; compile shop.Nameless with -parameters");
    }
  }
}
