package io.cacheaside.faults.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws rows as applications ask for them: row n about in proportion to 1 / (n + 1). */
final class Popularity {
  private final double[] cumulative;

  Popularity(int rows) {
    cumulative = new double[rows];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += 1.0 / (row + 1);
      cumulative[row] = sum;
    }
  }

  int next(SplittableRandom random) {
    double drawn = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, drawn);
    return Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found);
  }
}
