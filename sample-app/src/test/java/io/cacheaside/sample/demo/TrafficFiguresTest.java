package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrafficFiguresTest {
  private static final TrafficFigures FIGURES =
      new TrafficFigures(1_000, 20, 980, 490, 300, 1, 2, 50, 990, 2_000_000_000L, 98_000_000L);

  @Test
  void words_ofFigures_giveTheSameFigures() {
    String words = FIGURES.toWords();

    assertThat(words).isEqualTo("1000 20 980 490 300 1 2 50 990 2000000000 98000000");
    assertThat(TrafficFigures.of(Arrays.stream(words.split(" ", -1)).map(Long::valueOf).toList()))
        .isEqualTo(FIGURES);
  }

  @Test
  void rates_areDerived() {
    assertThat(FIGURES.hitRate()).isEqualTo(50);
    assertThat(FIGURES.requestsPerSecond()).isEqualTo(500);
    assertThat(FIGURES.cpuMicrosPerRequest()).isEqualTo(98);
  }
}
