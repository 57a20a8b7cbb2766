package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class ClosingClassesTest {
  @Test
  void classesOfOurOwn_areThere() {
    for (String name : ClosingClasses.OWN) {
      assertThatCode(() -> Class.forName("io.cacheaside.store.redis." + name, false, loader()))
          .as(name)
          .doesNotThrowAnyException();
    }
  }

  private static ClassLoader loader() {
    return ClosingClasses.class.getClassLoader();
  }
}
