package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.InvalidAnnotationException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class InvalidationPlanTest {

  private static InvalidationPlan compile(Class<?> example) {
    return new PlanCompiler("shop", new StubCodec(), Map.of())
        .compileInvalidations(Examples.onlyMethod(example));
  }

  private static void assertRefused(Class<?> example, String signature, String... problems) {
    assertThatThrownBy(() -> compile(example))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(
            Stream.of(problems)
                .map(problem -> example.getName() + "." + signature + ": " + problem)
                .collect(Collectors.joining("\n")));
  }

  @Test
  void withoutKey_isRefused() {
    interface Example {
      @Invalidate(key = {})
      void save(long id);
    }
    assertRefused(
        Example.class,
        "save(long)",
        "@Invalidate names no key; write key = \"...\" as in the @CacheAside it is for, or region ="
            + " \"...\" to clear a region");
  }

  @Test
  void resultOfVoidMethod_isRefused() {
    interface Example {
      @Invalidate(key = "user:{result.id}")
      void save(long id);
    }
    assertRefused(
        Example.class,
        "save(long)",
        "@Invalidate key \"user:{result.id}\": {result} is used, but the method returns nothing");
  }

  @Test
  void asynchronousMethod_isRefused() {
    interface Example {
      @Invalidate(key = "user:{id}")
      CompletableFuture<Void> save(long id);
    }
    assertRefused(
        Example.class,
        "save(long)",
        "@Invalidate on a method that returns java.util.concurrent.CompletableFuture: it returns"
            + " before its work is done, so the keys would be removed too early; wait for the result"
            + " in the method, or annotate the method that writes");
  }

  @Test
  void misspelledResult_isSuggested() {
    interface Example {
      @Invalidate(key = "user:{reslt}")
      long create(String name);
    }
    assertRefused(
        Example.class,
        "create(String)",
        "@Invalidate key \"user:{reslt}\": {reslt} names no parameter; did you mean {result}?");
  }

  @Test
  void problemsOfAllAnnotations_areReportedAtOnce() {
    interface Example {
      @Invalidate(key = {"user:{id", "users"})
      @Invalidate(key = "user:{idd}", region = "")
      void save(long id);
    }
    assertRefused(
        Example.class,
        "save(long)",
        "@Invalidate key \"user:{id\": '{' at position 6 is never closed; write {parameter}",
        "@Invalidate key \"user:{idd}\": {idd} names no parameter; did you mean {id}?");
  }

  @Test
  void keysOfSeveralRegions_areBoundInOrder() {
    interface Example {
      @Invalidate(key = {"user:{result}", "users"})
      @Invalidate(key = "found:{name}", region = "search")
      long create(String name);
    }
    InvalidationPlan plan = compile(Example.class);
    assertThat(plan.keys())
        .extracting(binder -> binder.bind(null, new Object[] {"Ann"}, 42L).text())
        .containsExactly(
            "shop:default:{user:42}", "shop:default:{users}", "shop:search:{found:Ann}");
    assertThat(plan.keys()).extracting(KeyBinder::needsResult).containsExactly(true, false, false);
    assertThat(plan.method().region()).isEqualTo("default");
  }

  @Test
  void oneRegion_isTheRegionOfItsEvents() {
    interface Example {
      @Invalidate(key = "user:{id}", region = "users")
      void save(long id);
    }
    assertThat(compile(Example.class).method().region()).isEqualTo("users");
  }
}
