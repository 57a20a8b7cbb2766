package io.cacheaside.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The numbers of the customers that one thread asks for, one after another. */
@State(Scope.Thread)
public class Ids {
  static final int COUNT = 1024;
  static final long FIRST = 100_000; // above the numbers that Java keeps boxed

  private int last;

  /** Returns the next number. */
  long next() {
    last = (last + 1) & (COUNT - 1);
    return FIRST + last;
  }
}
