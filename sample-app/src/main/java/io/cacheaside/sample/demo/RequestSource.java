package io.cacheaside.sample.demo;

import java.util.function.LongSupplier;

/** Which products the traffic asks for. The same source gives the same requests each time. */
interface RequestSource {

  /** Returns what the source is, for the progress line. */
  String describe();

  /**
   * Returns the requests from their beginning, one supplier of product numbers for each thread.
   *
   * @param products the numbers lie between 1 and this
   */
  LongSupplier[] open(int products, int threads);
}
