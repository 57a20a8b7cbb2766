package io.cacheaside.sample.demo;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;

/**
 * Requests by Zipf's law: the product of rank r is asked for with a probability proportional to
 * 1/r^0.99, the exponent of the Yahoo! Cloud Serving Benchmark.
 */
final class ZipfRequests implements RequestSource {
  static final String NAME = "zipf";

  private static final double EXPONENT = 0.99;
  private static final long SEED = 0x5eed;

  @Override
  public String describe() {
    return "Zipf-distributed (exponent " + EXPONENT + ")";
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long size() {
    return Long.MAX_VALUE;
  }

  @Override
  public LongToIntFunction open(int products) {
    double[] cumulated = new double[products];
    double sum = 0;
    for (int rank = 1; rank <= products; rank++) {
      sum += 1 / Math.pow(rank, EXPONENT);
      cumulated[rank - 1] = sum;
    }
    double total = sum;
    return position -> draw(cumulated, new SplittableRandom(SEED + position).nextDouble() * total);
  }

  /** Returns the product whose share of the sum holds the point; its rank is its number. */
  private static int draw(double[] cumulated, double point) {
    int found = Arrays.binarySearch(cumulated, point);
    int index = found >= 0 ? found : -found - 1;
    return Math.min(index, cumulated.length - 1) + 1;
  }
}
