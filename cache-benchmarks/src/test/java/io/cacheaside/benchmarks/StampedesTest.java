package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.benchmarks.Stampedes.Crowd;
import io.cacheaside.benchmarks.Stampedes.Play;
import io.cacheaside.benchmarks.Stampedes.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampedesTest {
  private static Result result(Play first, Play... later) {
    return new Result("CacheAside", true, List.of(first), List.of(later), List.of());
  }

  @Test
  void loadsOfTheFirstStampede_count() {
    Result result = result(new Play(7, 210, 260), new Play(1, 201, 205), new Play(1, 203, 206));

    assertThat(result.loads()).isEqualTo(7);
    assertThat(result.keeps(Crowd.FOUR_JVMS)).isFalse();
  }

  @Test
  void waitsOfTheFirstStampede_doNotCount() {
    Result result = result(new Play(1, 900, 1_900), new Play(1, 201, 205), new Play(1, 201, 205));

    assertThat(result.p99()).isEqualTo(205);
    assertThat(result.keeps(Crowd.FOUR_JVMS)).isTrue();
  }
}
