package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.testing.ShapedEngine;
import io.cacheaside.engine.testing.ShapedEngine.Shape;
import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.fixtures.WovenClasses;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies can be run apart from a call of their methods, and what runs with them. */
class WovenBodyTest {
  private static final String PRICES =
      """
      public class Prices implements java.util.concurrent.Callable<Object> {
        static int runs;

        @CacheAside(key = "price", ttl = "5m")
        private static String price(long sku) {
          return sku + "/" + ++runs;
        }

        public Object call() {
          return price(7);
        }
      }
      """;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @TempDir private Path folder;

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  private static Object call(ClassLoader application, String name) throws Exception {
    return WovenClasses.create(application, name, Callable.class).call();
  }

  private static URLClassLoader woven(boolean inlined, String name, String source)
      throws IOException {
    List<String> options = inlined ? List.of() : List.of("-XnoInline");
    return WovenClasses.loader(WovenClasses.weave(Map.of(name, source), List.of(), options));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void again_runsTheBodyPastTheCache(boolean inlined) throws Throwable {
    try (URLClassLoader application = woven(inlined, "Prices", PRICES);
        ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
      assertThat(call(application, "Prices")).isEqualTo("7/1");
      assertThat(engine.again(false)).isEqualTo("7/2");
      assertThat(engine.again(true)).isEqualTo("17/3");
      assertThat(call(application, "Prices")).isEqualTo("7/1");
    }
  }

  @Test
  void again_engineIsClosed_runsTheBody() throws Throwable {
    try (URLClassLoader application = woven(true, "Prices", PRICES)) {
      ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer);
      assertThat(call(application, "Prices")).isEqualTo("7/1");
      engine.close();
      assertThat(engine.again(false)).isEqualTo("7/2");
    }
  }

  @Test
  void again_bodyThrows_isThrownAsItIs() throws Throwable {
    String source =
        PRICES
            .replace("price(long sku) {", "price(long sku) throws java.io.IOException {")
            .replace(
                "return sku", "if (runs == 1) throw new java.io.IOException(\"none\"); return sku")
            .replace("call() {", "call() throws Exception {");
    try (URLClassLoader application = woven(true, "Prices", source);
        ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
      assertThat(call(application, "Prices")).isEqualTo("7/1");
      assertThatThrownBy(() -> engine.again(false))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("none");
    }
  }

  /** Else the next call would wait for the load until its lease ends. */
  @Test
  void arguments_tooFew_endTheLoad() throws Exception {
    try (URLClassLoader application = woven(true, "Prices", PRICES)) {
      try (ShapedEngine unused = ShapedEngine.installed(Shape.NO_ARGUMENTS, timer)) {
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> call(application, "Prices"))
              .isExactlyInstanceOf(ArrayIndexOutOfBoundsException.class);
        }
      }
      try (ShapedEngine unused = ShapedEngine.installed(Shape.PLAIN, timer)) {
        assertThat(call(application, "Prices")).isEqualTo("7/1");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoMethodsOfOneForm_areNotReachable(boolean inlined) throws Exception {
    String source =
        """
        public class Prices implements java.util.concurrent.Callable<Object> {
          @CacheAside(key = "one", ttl = "5m")
          String price(long sku) {
            return "one";
          }

          @CacheAside(key = "two", ttl = "5m")
          static String price(Prices prices, long sku) {
            return "two";
          }

          public Object call() {
            return price(1);
          }
        }
        """;
    try (URLClassLoader application = woven(inlined, "Prices", source);
        ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
      assertThat(call(application, "Prices")).isEqualTo("one");
      assertThat(engine.isReachable()).isFalse();
      assertThatThrownBy(() -> engine.again(false))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "java.lang.String shop.Prices.price(long): its body cannot be run apart from a call of"
                  + " the method");
    }
  }

  /** The first of the other aspects is around the cache, the second within. */
  @Test
  void otherAspects_thoseWithin_runToo() throws Throwable {
    String aspect =
        """
        @org.aspectj.lang.annotation.Aspect
        @org.aspectj.lang.annotation.DeclarePrecedence(
            "shop.Outside, io.cacheaside.aspect.CacheAsideAspect, shop.Inside")
        public class Outside {
          @org.aspectj.lang.annotation.Around("execution(* shop.Prices.price(..))")
          public Object around(org.aspectj.lang.ProceedingJoinPoint point) throws Throwable {
            return "outside " + point.getArgs()[0] + " (" + point.proceed() + ")";
          }
        }
        """;
    String inside =
        aspect
            .replaceAll("(?s)@org.aspectj.lang.annotation.DeclarePrecedence.*?\\)\n", "")
            .replace("Outside", "Inside")
            .replace("outside", "inside");
    Map<String, String> sources = Map.of("Prices", PRICES, "Outside", aspect, "Inside", inside);
    for (boolean inlined : List.of(true, false)) {
      List<String> options = inlined ? List.of() : List.of("-XnoInline");
      try (URLClassLoader application =
              WovenClasses.loader(WovenClasses.weave(sources, List.of(), options));
          ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
        assertThat(call(application, "Prices")).isEqualTo("outside 7 (inside 7 (7/1))");
        assertThat(engine.isReachable()).isEqualTo(inlined);
        if (inlined) {
          assertThat(engine.again(true)).isEqualTo("inside 17 (17/2)");
        }
      }
    }
  }

  /** A module that opens nothing: its own lookup, which inlined advice hands over, is needed. */
  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void moduleThatOpensNothing(boolean inlined, boolean isReachable) throws Throwable {
    Path woven =
        WovenClasses.weave(
            Map.of("Prices", PRICES), List.of(), inlined ? List.of() : List.of("-XnoInline"));
    Path module = Files.createDirectories(folder.resolve("module"));
    Javac.compile(
        Map.of("module-info.java", "module shop { exports shop; }"),
        module,
        Ajc.classPath(),
        "--patch-module",
        "shop=" + woven);
    try (ShapedEngine engine = ShapedEngine.installed(Shape.PLAIN, timer)) {
      ClassLoader application = layer(woven, module);
      assertThat(application.loadClass("shop.Prices").getModule().isNamed()).isTrue();
      assertThat(call(application, "Prices")).isEqualTo("7/1");
      assertThat(engine.isReachable()).isEqualTo(isReachable);
      if (isReachable) {
        assertThat(engine.again(false)).isEqualTo("7/2");
      }
    }
  }

  private static ClassLoader layer(Path woven, Path module) throws IOException {
    Files.copy(module.resolve("module-info.class"), woven.resolve("module-info.class"));
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(woven), ModuleFinder.of(), Set.of("shop"));
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), WovenBodyTest.class.getClassLoader());
    Module shop = controller.layer().findModule("shop").orElseThrow();
    controller.addReads(shop, WovenBodyTest.class.getClassLoader().getUnnamedModule());
    return controller.layer().findLoader("shop");
  }
}
