package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.fixtures.LogCapture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be cached runs uncached, and what is empty is cached like anything else. */
class UncachedReadsTest extends EngineHarness {
  private static final String LOGGER = "UncachedMethods";

  static final class Shop {
    @CacheAside(key = "anything", ttl = "5m")
    Object anything() {
      return "";
    }

    @CacheAside(key = "user:{uid}", ttl = "5m")
    String wrongKey() {
      return "";
    }

    @CacheAside(key = "stream", ttl = "5m")
    Stream<String> stream() {
      return Stream.of();
    }

    @CacheAside(key = "list", ttl = "5m")
    List<String> list() {
      return List.of();
    }

    @CacheAside(key = "set", ttl = "5m")
    Set<String> set() {
      return Set.of();
    }

    @CacheAside(key = "map", ttl = "5m")
    Map<String, String> map() {
      return Map.of();
    }

    @CacheAside(key = "iterable", ttl = "5m")
    Iterable<String> iterable() {
      return List.of();
    }

    @CacheAside(key = "optional", ttl = "5m")
    Optional<String> optional() {
      return Optional.empty();
    }

    @CacheAside(key = "array", ttl = "5m")
    String[] array() {
      return new String[0];
    }

    @CacheAside(key = "page", ttl = "5m")
    org.springframework.data.domain.Page<String> page() {
      return org.springframework.data.domain.Page.empty();
    }
  }

  private static CallSite shop(String method) throws NoSuchMethodException {
    return new CallSite(new AnnotatedMethod(Shop.class.getDeclaredMethod(method), List.of()));
  }

  /** Returns how often the source was asked. */
  private int loads(CallSite site, List<?> values) throws Throwable {
    int loads = 0;
    for (Object value : values) {
      Object answer = engine.read(site, new Shop(), new Object[0]);
      if (answer instanceof Load load) {
        loads++;
        assertThat(load.completed(value)).isSameAs(value);
      }
    }
    return loads;
  }

  @ParameterizedTest
  @ValueSource(strings = {"anything", "wrongKey", "stream"})
  void readThatCannotBeCached_runsEachTime_withOneError(String method) throws Throwable {
    CallSite site = shop(method);
    try (LogCapture log = new LogCapture()) {
      assertThat(loads(site, List.of("a", "b", "c"))).isEqualTo(3);
      assertThat(log.lines(LOGGER))
          .singleElement()
          .asString()
          .startsWith(
              "ERROR a method runs uncached: " + Shop.class.getName() + "." + method + "()");
    }
    assertThat(counters.snapshot().bypasses()).isEqualTo(3);
  }

  @Test
  void emptyResults_askTheSourceOnce() throws Throwable {
    assertThat(loads(shop("list"), List.of(List.of(), List.of()))).isOne();
    engine.close();
    for (Object empty :
        List.of(
            Collections.emptyList(),
            new ArrayList<>(),
            Stream.empty().toList(),
            kotlin.collections.CollectionsKt.emptyList(),
            com.google.common.collect.ImmutableList.of(),
            new org.hibernate.collection.spi.PersistentBag<>(null, new ArrayList<>()))) {
      engine = engine(new io.cacheaside.store.MemoryStore(), java.time.Duration.ofSeconds(1));
      assertThat(loads(shop("list"), Collections.nCopies(3, empty)))
          .as(empty.getClass().getName())
          .isOne();
      engine.close();
    }
    engine = engine(memory, java.time.Duration.ofSeconds(1));
    assertThat(loads(shop("set"), Collections.nCopies(3, Collections.emptySet()))).isOne();
    assertThat(loads(shop("map"), Collections.nCopies(3, Collections.emptyMap()))).isOne();
    assertThat(loads(shop("iterable"), Collections.nCopies(3, List.of()))).isOne();
    assertThat(loads(shop("optional"), Collections.nCopies(3, Optional.empty()))).isOne();
    assertThat(loads(shop("optional"), Collections.nCopies(3, null))).isZero();
    assertThat(loads(shop("array"), Collections.nCopies(3, new String[0]))).isOne();
    assertThat(
            loads(
                shop("page"), Collections.nCopies(3, org.springframework.data.domain.Page.empty())))
        .isOne();
  }
}
