package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.Load;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Woven code calls these members, and it is not woven again when the library is upgraded. */
class AdviceAbiTest {
  private static final List<Class<?>> TYPES =
      List.of(Advised.class, Load.class, CacheAsideAspect.class, InvalidateAspect.class);

  private static final String MEANING =
      """
      These names and signatures are compiled into the users' classes. A line that is gone, or is
      written differently, breaks every jar that was woven by an earlier version: keep the old
      member beside the new one. Lines may only be added to advice-abi.txt; then keep a class
      that this version wove as well (see woven-by-0.1.0/README.md).
      """;

  private static List<String> pinned() throws IOException {
    try (InputStream in = AdviceAbiTest.class.getResourceAsStream("advice-abi.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private static Stream<String> members(Class<?> type) {
    return Stream.<Member[]>of(
            type.getDeclaredConstructors(), type.getDeclaredFields(), type.getDeclaredMethods())
        .flatMap(Stream::of)
        .filter(member -> Modifier.isPublic(member.getModifiers()))
        .map(Member::toString)
        .sorted();
  }

  @Test
  void signatures_areThePinnedOnes() throws IOException {
    assertThat(TYPES.stream().flatMap(AdviceAbiTest::members))
        .as(MEANING)
        .containsExactlyElementsOf(pinned());
  }
}
