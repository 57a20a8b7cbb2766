package io.cacheaside.sample.demo;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Requests by Zipf's law: the product of rank r is asked for with a probability proportional to
 * 1/r^0.99, the exponent of the Yahoo! Cloud Serving Benchmark.
 */
final class ZipfRequests implements RequestSource {
  private static final double EXPONENT = 0.99;
  private static final long SEED = 0x5eed;

  @Override
  public String describe() {
    return "Zipf-distributed (exponent " + EXPONENT + ")";
  }

  @Override
  public LongSupplier[] open(int products, int threads) {
    double[] cumulated = new double[products];
    double sum = 0;
    for (int rank = 1; rank <= products; rank++) {
      sum += 1 / Math.pow(rank, EXPONENT);
      cumulated[rank - 1] = sum;
    }
    double total = sum;
    LongSupplier[] requests = new LongSupplier[threads];
    for (int thread = 0; thread < threads; thread++) {
      SplittableRandom random = new SplittableRandom(SEED + thread);
      requests[thread] = () -> draw(cumulated, random.nextDouble() * total);
    }
    return requests;
  }

  /** Returns the product whose share of the sum holds the point; its rank is its number. */
  private static long draw(double[] cumulated, double point) {
    int found = Arrays.binarySearch(cumulated, point);
    int index = found >= 0 ? found : -found - 1;
    return Math.min(index, cumulated.length - 1) + 1L;
  }
}
