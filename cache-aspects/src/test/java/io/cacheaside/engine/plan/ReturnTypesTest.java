package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.InvalidAnnotationException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;

@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class ReturnTypesTest {

  interface Refused {
    @CacheAside(key = "k", ttl = "5m")
    Stream<String> stream();

    @CacheAside(key = "k", ttl = "5m")
    IntStream intStream();

    @CacheAside(key = "k", ttl = "5m")
    Iterator<String> iterator();

    @CacheAside(key = "k", ttl = "5m")
    InputStream inputStream();

    @CacheAside(key = "k", ttl = "5m")
    Reader reader();

    @CacheAside(key = "k", ttl = "5m")
    AutoCloseable autoCloseable();

    @CacheAside(key = "k", ttl = "5m")
    CompletableFuture<String> completableFuture();

    @CacheAside(key = "k", ttl = "5m")
    Future<String> future();

    @CacheAside(key = "k", ttl = "5m")
    Publisher<String> publisher();

    @CacheAside(key = "k", ttl = "5m")
    Flow.Publisher<String> flowPublisher();

    @CacheAside(key = "k", ttl = "5m")
    Flow.Processor<String, String> flowProcessor();

    @CacheAside(key = "k", ttl = "5m")
    SubmissionPublisher<String> submissionPublisher();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream|java.util.stream.Stream|is consumed by its first reader; return a List",
        "intStream|java.util.stream.IntStream|is consumed by its first reader; return a List",
        "iterator|java.util.Iterator|is consumed by its first reader; return a List",
        "inputStream|java.io.InputStream|is consumed by its first reader; return a byte[]",
        "reader|java.io.Reader|is consumed by its first reader; return a String",
        "autoCloseable|java.lang.AutoCloseable"
            + "|holds a resource that cannot be cached; return its data",
        "completableFuture|java.util.concurrent.CompletableFuture"
            + "|is asynchronous, which is not supported yet",
        "future|java.util.concurrent.Future|is asynchronous, which is not supported yet",
        "publisher|org.reactivestreams.Publisher|is asynchronous, which is not supported yet",
        "flowPublisher|java.util.concurrent.Flow$Publisher"
            + "|is asynchronous, which is not supported yet",
        "flowProcessor|java.util.concurrent.Flow$Processor"
            + "|is asynchronous, which is not supported yet",
        "submissionPublisher|java.util.concurrent.SubmissionPublisher"
            + "|holds a resource that cannot be cached; return its data",
      })
  void type_thatIsNoValue_isRefused(String method, String type, String reason) {
    assertRefused(
        Refused.class,
        method,
        "@CacheAside cannot cache the return type " + type + ": it " + reason);
  }

  @Test
  void nothing_isRefused() {
    interface Example {
      @CacheAside(key = "k", ttl = "5m")
      void primitive();

      @CacheAside(key = "k", ttl = "5m")
      @Nullable Void boxed();
    }
    String problem = "@CacheAside on a method that returns nothing; there is nothing to cache";
    assertRefused(Example.class, "primitive", problem);
    assertRefused(Example.class, "boxed", problem);
  }

  @Test
  void type_thatTheCodecRefuses_isRefusedInItsWords() {
    interface Example {
      @CacheAside(key = "k", ttl = "5m")
      Thread thread();
    }
    assertRefused(
        Example.class, "thread", "@CacheAside cannot encode java.lang.Thread; return its name");
  }

  private static void assertRefused(Class<?> owner, String method, String problem) {
    assertThatThrownBy(() -> compile(owner, method))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .hasMessage(owner.getName() + "." + method + "(): " + problem);
  }

  private static MethodPlan compile(Class<?> owner, String method) {
    return new PlanCompiler("shop", new StubCodec(), Map.of())
        .compileRead(Examples.method(owner, method));
  }

  interface Accepted {
    @CacheAside(key = "k", ttl = "5m")
    List<String> plain();

    @CacheAside(key = "k", ttl = "5m")
    Optional<String> optional();

    @CacheAside(key = "k", ttl = "5m")
    OptionalInt optionalInt();

    @CacheAside(key = "k", ttl = "5m")
    OptionalLong optionalLong();

    @CacheAside(key = "k", ttl = "5m")
    OptionalDouble optionalDouble();
  }

  @Test
  void shape_eachReturnType_knowsItsAbsence() {
    assertThat(compile(Accepted.class, "plain").entries().absent()).isNull();
    assertThat(compile(Accepted.class, "optional").entries().absent()).isEqualTo(Optional.empty());
    assertThat(compile(Accepted.class, "optionalInt").entries().absent())
        .isEqualTo(OptionalInt.empty());
    assertThat(compile(Accepted.class, "optionalLong").entries().absent())
        .isEqualTo(OptionalLong.empty());
    assertThat(compile(Accepted.class, "optionalDouble").entries().absent())
        .isEqualTo(OptionalDouble.empty());
    assertThat(compile(Accepted.class, "optional").entries().isAbsent(Optional.empty())).isTrue();
    assertThat(compile(Accepted.class, "optional").entries().isAbsent(null)).isTrue();
    assertThat(compile(Accepted.class, "optional").entries().isAbsent(Optional.of("x"))).isFalse();
    assertThat(compile(Accepted.class, "plain").entries().isAbsent(List.of())).isFalse();
  }

  @Test
  void isAbsent_valueWithABrokenEquals_isNotAsked() {
    Object hostile =
        new Object() {
          @Override
          public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("equals was called");
          }

          @Override
          public int hashCode() {
            return 0;
          }
        };
    assertThat(ReturnShape.PLAIN.isAbsent(hostile)).isFalse();
    assertThat(ReturnShape.OPTIONAL.isAbsent(Optional.of(hostile))).isFalse();
  }
}
