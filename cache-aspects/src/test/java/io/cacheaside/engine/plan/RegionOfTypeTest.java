package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.InvalidAnnotationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code @CacheRegion} and the configuration say for methods that leave it out. */
@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class RegionOfTypeTest {

  private static PlanCompiler compiler(Map<String, SettingValues> regions) {
    return new PlanCompiler("shop", new StubCodec(), regions);
  }

  private static MethodPlan read(Class<?> example) {
    return compiler(Map.of()).compileRead(Examples.onlyMethod(example));
  }

  private static InvalidationPlan write(Class<?> example) {
    return compiler(Map.of()).compileInvalidations(Examples.onlyMethod(example));
  }

  private static Map<String, SettingValues> ttlOf(String region, String ttl) {
    Duration duration = Duration.parse(ttl);
    return Map.of(region, SettingValues.NONE.with(RegionSettings.TTL, duration));
  }

  // Regions

  @Test
  void method_withoutRegion_isInThatOfItsType() {
    @CacheRegion(value = "users", ttl = "5m")
    interface Reader {
      @CacheAside(key = "user:{id}")
      String find(long id);
    }
    @CacheRegion("users")
    interface Writer {
      @Invalidate(key = "user:{id}")
      void save(long id);
    }
    MethodPlan read = read(Reader.class);
    assertThat(read.method().region()).isEqualTo("users");
    assertThat(read.ttlMillis("value")).isEqualTo(300_000);
    InvalidationPlan write = write(Writer.class);
    assertThat(write.method().region()).isEqualTo("users");
    assertThat(write.keys()).extracting(each -> each.region().name()).containsExactly("users");
  }

  @Test
  void method_withItsOwn_isNotInThatOfItsType() {
    @CacheRegion(value = "users", ttl = "5m")
    interface Example {
      @CacheAside(key = "user:{id}", region = "default", ttl = "1m")
      String find(long id);
    }
    MethodPlan plan = read(Example.class);
    assertThat(plan.method().region()).isEqualTo("default");
    assertThat(plan.ttlMillis("value")).isEqualTo(60_000);
  }

  @CacheRegion(value = "outer", ttl = "5m")
  private static class Outer {
    interface Nested {
      @CacheAside(key = "user:{id}", ttl = "1m")
      String find(long id);
    }
  }

  private static final class Below extends Outer {
    @CacheAside(key = "user:{id}", ttl = "1m")
    private static String find(long id) {
      return "" + id;
    }
  }

  @Test
  void method_ofNestedTypeOrSubclass_isNotInThatRegion() {
    assertThat(read(Outer.Nested.class).method().region()).isEqualTo("default");
    assertThat(read(Below.class).method().region()).isEqualTo("default");
  }

  @CacheRegion(value = "kinds", ttl = "1h")
  private enum Kind {
    ONE;

    @CacheAside(key = "{this}:{id}")
    private String text(long id) {
      return "one" + id;
    }
  }

  @CacheRegion(value = "pages", ttl = "2h")
  private record Page(long number) {
    @CacheAside(key = "{this.number}:{id}")
    private String text(long id) {
      return "page" + id;
    }
  }

  @Test
  void method_ofEnumOrRecord_isInThatOfItsType() {
    MethodPlan ofEnum = compiler(Map.of()).compileRead(Examples.method(Kind.class, "text"));
    assertThat(ofEnum.method().region()).isEqualTo("kinds");
    assertThat(ofEnum.ttlMillis("value")).isEqualTo(3_600_000);
    MethodPlan ofRecord = compiler(Map.of()).compileRead(Examples.method(Page.class, "text"));
    assertThat(ofRecord.method().region()).isEqualTo("pages");
    assertThat(ofRecord.ttlMillis("value")).isEqualTo(7_200_000);
  }

  @Test
  void type_withBadValues_isRefusedAtItsMethods() {
    @CacheRegion(value = "my users", ttl = "soon")
    interface Example {
      @CacheAside(key = "user:{id}")
      String find(long id);
    }
    String place = Example.class.getName() + ".find(long): ";
    assertThatThrownBy(() -> read(Example.class))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            place
                + "@CacheRegion \"my users\" is not a name; use 1 to 64 letters, digits, '-', '_'"
                + " or '.'\n"
                + place
                + "@CacheRegion ttl \"soon\" is not a duration: found 's' where a whole number was"
                + " expected; write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"");
  }

  @Test
  void type_withEmptyRegionAndLongTtl_isRefusedAtItsMethods() {
    @CacheRegion(value = "", ttl = "25d")
    interface Example {
      @CacheAside(key = "user:{id}")
      String find(long id);
    }
    String place = Example.class.getName() + ".find(long): ";
    assertThatThrownBy(() -> read(Example.class))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            place
                + "@CacheRegion \"\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'\n"
                + place
                + "@CacheRegion ttl \"25d\" is not between 1ms and 24d");
  }

  @Test
  void invalidate_withoutKeyAndRegion_doesNotClearThatOfItsType() {
    @CacheRegion("users")
    interface Example {
      @Invalidate
      void save(long id);
    }
    assertThatThrownBy(() -> write(Example.class))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            Example.class.getName()
                + ".save(long): @Invalidate names no key; write key = \"...\" as in the @CacheAside"
                + " it is for, or region = \"users\" to clear the region");
  }

  @Test
  void invalidate_ofTheRegionOfTheType_onCachedMethod_isRefused() {
    @CacheRegion(value = "users", ttl = "5m")
    interface Example {
      @CacheAside(key = "user:{id}")
      @Invalidate(region = "users")
      String find(long id);
    }
    assertThatThrownBy(() -> read(Example.class))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            Example.class.getName()
                + ".find(long): @Invalidate clears the region \"users\" of the @CacheAside on the"
                + " same method: each call would remove what it has just cached; drop one of them");
  }

  // TTLs

  @Test
  void negativeTtl_aboveTtlOfType_isRefused() {
    @CacheRegion(value = "users", ttl = "1m")
    interface Example {
      @CacheAside(key = "user:{id}", negativeTtl = "2m")
      String find(long id);
    }
    assertThatThrownBy(() -> read(Example.class))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            Example.class.getName()
                + ".find(long): @CacheAside negativeTtl \"2m\" is above ttl \"1m\" of @CacheRegion;"
                + " an absence must not live longer than a value");
  }

  @Test
  void ttl_ofTheConfiguration_overrulesMethodAndType_andSufficesAlone() {
    @CacheRegion(value = "users", ttl = "5m")
    interface OfType {
      @CacheAside(key = "user:{id}")
      String find(long id);
    }
    @CacheRegion("users")
    interface Bare {
      @CacheAside(key = "user:{id}", negativeTtl = "1m")
      String find(long id);
    }
    PlanCompiler compiler = compiler(ttlOf("users", "PT1H"));
    MethodPlan ofType = compiler.compileRead(Examples.onlyMethod(OfType.class));
    assertThat(ofType.ttlMillis("value")).isEqualTo(3_600_000);
    MethodPlan bare = compiler.compileRead(Examples.onlyMethod(Bare.class));
    assertThat(bare.ttlMillis("value")).isEqualTo(3_600_000);
    assertThat(bare.ttlMillis(null)).isEqualTo(60_000);
  }

  @Test
  void ttl_nowhere_isRefused() {
    @CacheRegion("users")
    interface Example {
      @CacheAside(key = "user:{id}")
      String find(long id);
    }
    assertThatThrownBy(
            () -> compiler(ttlOf("orders", "PT1H")).compileRead(Examples.onlyMethod(Example.class)))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            Example.class.getName()
                + ".find(long): @CacheAside has no ttl; write ttl = \"5m\" on it or on @CacheRegion"
                + " at its class, or set region.users.ttl = 5m in the configuration");
  }
}
