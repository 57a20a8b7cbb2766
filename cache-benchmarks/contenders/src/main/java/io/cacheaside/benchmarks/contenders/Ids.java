package io.cacheaside.benchmarks.contenders;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The numbers of the customers that one thread asks for, one after another, beginning anywhere. */
@State(Scope.Thread)
public class Ids {
  /** How many there are. */
  public static final int COUNT = 1024;

  /** The first. */
  public static final long FIRST = 100_000; // above the numbers that Java keeps boxed

  private int last = ThreadLocalRandom.current().nextInt(COUNT);

  /** Returns the next number. */
  public long next() {
    last = (last + 1) & (COUNT - 1);
    return FIRST + last;
  }
}
