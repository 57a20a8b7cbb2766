package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.InvalidAnnotationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class PlanCompilerTest {
  private static final String EXAMPLES =
      "write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"";

  private static MethodPlan compile(Class<?> example) {
    return compile(example, Map.of());
  }

  private static MethodPlan compile(Class<?> example, Map<String, SettingValues> regions) {
    return new PlanCompiler("shop", new StubCodec(), regions)
        .compileRead(Examples.onlyMethod(example));
  }

  private static void assertRefused(Class<?> example, String signature, String... problems) {
    assertThatThrownBy(() -> compile(example))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(message(example, signature, problems));
  }

  private static String message(Class<?> example, String signature, String... problems) {
    return Stream.of(problems)
        .map(problem -> example.getName() + "." + signature + ": " + problem)
        .collect(Collectors.joining("\n"));
  }

  // TTLs

  @Test
  void ttl_unparsable_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "soon")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside ttl \"soon\" is not a duration: found 's' where a whole number was expected; "
            + EXAMPLES);
  }

  @Test
  void ttl_zero_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "0s")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside ttl \"0s\" is not a positive duration; write for example \"5m\"");
  }

  @Test
  void ttl_negative_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "PT-5M")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside ttl \"PT-5M\" is not a duration: it is negative; " + EXAMPLES);
  }

  @Test
  void ttl_above24Days_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "24d1ms")
      String find(long id);
    }
    assertRefused(
        Example.class, "find(long)", "@CacheAside ttl \"24d1ms\" is not between 1ms and 24d");
  }

  @Test
  void ttl_24Days_isAccepted() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "24d")
      String find(long id);
    }
    MethodPlan plan = compile(Example.class);
    assertThat(plan.ttlMillis("value")).isEqualTo(Duration.ofDays(24).toMillis());
    assertThat(plan.longestTtlMillis()).isEqualTo(Duration.ofDays(24).toMillis());
  }

  @Test
  void negativeTtl_aboveTtl_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m", negativeTtl = "10m")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside negativeTtl \"10m\" is above ttl \"5m\"; an absence must not live longer than"
            + " a value");
  }

  @Test
  void negativeTtl_unparsable_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m", negativeTtl = "1 s")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside negativeTtl \"1 s\" is not a duration: found ' ' where a unit (d, h, m, s or"
            + " ms) was expected; "
            + EXAMPLES);
  }

  @Test
  void negativeTtl_leftOut_isTheSmallerOfTtlAnd30Seconds() {
    interface FiveMinutes {
      @CacheAside(key = "user:{id}", ttl = "5m")
      String find(long id);
    }
    interface TenSeconds {
      @CacheAside(key = "user:{id}", ttl = "10s")
      String find(long id);
    }
    assertThat(compile(FiveMinutes.class).ttlMillis(null)).isEqualTo(30_000);
    assertThat(compile(TenSeconds.class).ttlMillis(null)).isEqualTo(10_000);
    assertThat(compile(FiveMinutes.class).ttlMillis("value")).isEqualTo(300_000);
  }

  @Test
  void region_withTtls_overrulesTheAnnotation() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m", negativeTtl = "1m", region = "users")
      String find(long id);
    }
    Duration ttl = Duration.ofHours(1);
    Duration negative = Duration.ofSeconds(2);
    MethodPlan both =
        compile(
            Example.class,
            Map.of(
                "users",
                SettingValues.NONE
                    .with(RegionSettings.TTL, ttl)
                    .with(RegionSettings.NEGATIVE_TTL, negative)));
    assertThat(both.ttlMillis("value")).isEqualTo(3_600_000);
    assertThat(both.ttlMillis(null)).isEqualTo(2_000);
    MethodPlan shorter =
        compile(
            Example.class,
            Map.of("users", SettingValues.NONE.with(RegionSettings.TTL, Duration.ofSeconds(5))));
    assertThat(shorter.ttlMillis("value")).isEqualTo(5_000);
    assertThat(shorter.ttlMillis(null)).as("never above the TTL").isEqualTo(5_000);
    MethodPlan other =
        compile(
            Example.class,
            Map.of(
                "orders",
                SettingValues.NONE
                    .with(RegionSettings.ENABLED, false)
                    .with(RegionSettings.TTL, ttl)
                    .with(RegionSettings.NEGATIVE_TTL, negative)));
    assertThat(other.ttlMillis("value")).isEqualTo(300_000);
    assertThat(other.ttlMillis(null)).isEqualTo(60_000);
    assertThat(other.isEnabled()).isTrue();
  }

  @Test
  void region_switchedOff_disablesThePlan() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m")
      String find(long id);
    }
    MethodPlan plan =
        compile(
            Example.class,
            Map.of("default", SettingValues.NONE.with(RegionSettings.ENABLED, false)));
    assertThat(plan.isEnabled()).isFalse();
  }

  // Templates

  @Test
  void template_notClosed_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id", ttl = "5m")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside key \"user:{id\": '{' at position 6 is never closed; write {parameter}");
  }

  @Test
  void parameter_misspelled_isSuggested() {
    interface Example {
      @CacheAside(key = "user:{userid}", ttl = "5m")
      String find(String tenant, long userId);
    }
    assertRefused(
        Example.class,
        "find(String, long)",
        "@CacheAside key \"user:{userid}\": {userid} names no parameter; did you mean {userId}?");
  }

  @Test
  void parameter_ofMethodWithoutAny_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m")
      String find();
    }
    assertRefused(
        Example.class,
        "find()",
        "@CacheAside key \"user:{id}\": {id} names no parameter; the method has none");
  }

  @Test
  void result_inCacheAside_isForInvalidations() {
    interface Example {
      @CacheAside(key = "user:{result}", ttl = "5m")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside key \"user:{result}\": {result} is for @Invalidate, as the result of a cached"
            + " method is not known before the call, when its key is made; use what the method takes");
  }

  @Test
  void parameterNames_notCompiled_areDemanded() throws ReflectiveOperationException {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m")
      String find(String tenant, long id);
    }
    AnnotatedMethod nameless =
        new AnnotatedMethod(
            Example.class.getDeclaredMethod("find", String.class, long.class),
            List.of("arg0", "arg1"));
    PlanCompiler compiler = new PlanCompiler("shop", new StubCodec(), Map.of());
    assertThatThrownBy(() -> compiler.compileRead(nameless))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            message(
                Example.class,
                "find(String, long)",
                "@CacheAside key \"user:{id}\": the class was compiled without parameter names;"
                    + " compile it with -g or -parameters"));
  }

  @Test
  void property_misspelled_isSuggested() {
    record User(long id, String name) {}
    interface Example {
      @CacheAside(key = "user:{user.nmae}", ttl = "5m")
      String find(User user);
    }
    assertRefused(
        Example.class,
        "find(User)",
        "@CacheAside key \"user:{user.nmae}\": {user.nmae}: "
            + User.class.getName()
            + " has no property \"nmae\"; did you mean \"name\"?");
  }

  @Test
  void property_ofTypeWithoutAny_isRefused() {
    interface Empty {}
    interface Example {
      @CacheAside(key = "user:{user.name}", ttl = "5m")
      String find(Empty user);
    }
    assertRefused(
        Example.class,
        "find(Empty)",
        "@CacheAside key \"user:{user.name}\": {user.name}: "
            + Empty.class.getName()
            + " has no property \"name\" and no other; use record components, getters or public"
            + " fields");
  }

  @Test
  void type_withoutCanonicalText_isRefused() {
    interface Example {
      @CacheAside(key = "user:{user}", ttl = "5m")
      String find(Object user);
    }
    assertRefused(
        Example.class,
        "find(Object)",
        "@CacheAside key \"user:{user}\": {user}: java.lang.Object has no canonical text; use a"
            + " primitive or its box, String, an enum, UUID, a java.time type, BigDecimal,"
            + " BigInteger, URI, an Optional, array or collection of these, or a type annotated"
            + " with @CacheKey");
  }

  @Test
  void region_badName_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m", region = "my users")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside region \"my users\" is not a name; use 1 to 64 letters, digits, '-', '_' or"
            + " '.'");
  }

  @Test
  void region_leftOut_isDefault() {
    assertThat(Examples.find().method().region()).isEqualTo("default");
    assertThat(Examples.find().method())
        .hasToString("io.cacheaside.engine.testing.Examples$Users.find(long)");
  }

  // Both annotations, several problems

  @Test
  void sameKey_onBothAnnotations_isRefused() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m")
      @Invalidate(
          key = {"users", "user:{id}"},
          region = "default")
      String find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside and @Invalidate have the same key \"user:{id}\": each call would remove what"
            + " it has just cached; drop one of them");
  }

  @Test
  void sameKey_inAnotherRegion_isAccepted() {
    interface Example {
      @CacheAside(key = "user:{id}", ttl = "5m")
      @Invalidate(key = "user:{id}", region = "search")
      String find(long id);
    }
    assertThat(compile(Example.class).key(null, new Object[] {1L})).isEqualTo(Examples.user(1));
  }

  @Test
  void severalProblems_areReportedAtOnce() {
    interface Example {
      @CacheAside(key = "user:{idd}", ttl = "soon", negativeTtl = "0s", region = "a:b")
      void find(long id);
    }
    assertRefused(
        Example.class,
        "find(long)",
        "@CacheAside region \"a:b\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'",
        "@CacheAside key \"user:{idd}\": {idd} names no parameter; did you mean {id}?",
        "@CacheAside ttl \"soon\" is not a duration: found 's' where a whole number was expected; "
            + EXAMPLES,
        "@CacheAside negativeTtl \"0s\" is not a positive duration; write for example \"5m\"",
        "@CacheAside on a method that returns nothing; there is nothing to cache");
  }

  @Test
  void method_withoutAnnotation_isAMistakeOfTheCaller() {
    interface Example {
      String find(long id);
    }
    assertThatThrownBy(() -> compile(Example.class))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "public abstract java.lang.String "
                + Example.class.getName()
                + ".find(long) has no @CacheAside");
  }
}
