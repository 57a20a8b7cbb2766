package io.cacheaside.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PopularityTest {

  @Test
  void rows_areAskedForInProportionToTheirRank() {
    int[] counts = new int[100];
    Popularity popularity = new Popularity(counts.length);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      counts[popularity.next(random)]++;
    }

    // 1 / n, normed by the sum of the first hundred, 5.187
    assertThat(counts[0]).isBetween(18_500, 20_000);
    assertThat(counts[1]).isBetween(9_200, 10_100);
    assertThat(counts[99]).isBetween(120, 270);
  }
}
