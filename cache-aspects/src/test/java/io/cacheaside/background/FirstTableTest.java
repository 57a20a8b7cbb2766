package io.cacheaside.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstTableTest {
  @Test
  void of_map_isTheSameAndEmpty() {
    Map<String, String> map = new HashMap<>();
    assertThat(FirstTable.of(map)).isSameAs(map).isEmpty();
    assertThat(FirstTable.of(new LinkedHashMap<>(16, 0.75f, true))).isEmpty();
  }
}
