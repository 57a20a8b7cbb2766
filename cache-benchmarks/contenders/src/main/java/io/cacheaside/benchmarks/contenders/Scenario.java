package io.cacheaside.benchmarks.contenders;

import java.util.Arrays;

/** One thing that JMH measures for each contender: an operation, and by how many at once. */
public enum Scenario {
  /** One caller. */
  HIT_350_1("hit350x1", "Hit, 350 B, 1 thread", Operation.SMALL_HIT, 1, false),
  /** A few. */
  HIT_350_8("hit350x8", "Hit, 350 B, 8 threads", Operation.SMALL_HIT, 8, false),
  /** As many as a web server's pool has. */
  HIT_350_32("hit350x32", "Hit, 350 B, 32 threads", Operation.SMALL_HIT, 32, false),
  /** Virtual threads; JDK 21 and later. */
  HIT_350_256_VIRTUAL(
      "hit350x256v", "Hit, 350 B, 256 virtual threads", Operation.SMALL_HIT, 256, true),
  /** One caller of a large value. */
  HIT_30K_1("hit30kx1", "Hit, 30 KB, 1 thread", Operation.LARGE_HIT, 1, false),
  /** A few callers of large values. */
  HIT_30K_8("hit30kx8", "Hit, 30 KB, 8 threads", Operation.LARGE_HIT, 8, false),
  /** Known to be absent. */
  NEGATIVE("negative", "Negative hit, 1 thread", Operation.NEGATIVE_HIT, 1, false),
  /** Not in the cache. */
  MISS("miss", "Miss with a free load, 350 B, 1 thread", Operation.MISS, 1, false),
  /** Removed. */
  INVALIDATION("invalidation", "Invalidation, 1 thread", Operation.INVALIDATION, 1, false);

  private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

  private final String word;
  private final String title;
  private final Operation operation;
  private final int threads;
  private final boolean virtual;

  Scenario(String word, String title, Operation operation, int threads, boolean virtual) {
    this.word = word;
    this.title = title;
    this.operation = operation;
    this.threads = threads;
    this.virtual = virtual;
  }

  /** Returns the word by which it is selected. */
  public String word() {
    return word;
  }

  /** Returns what stands above its part of the table. */
  public String title() {
    return title;
  }

  /** Returns what each thread does. */
  public Operation operation() {
    return operation;
  }

  /** Returns how many threads do it at once. */
  public int threads() {
    return threads;
  }

  /** Returns whether they are virtual threads. */
  public boolean virtual() {
    return virtual;
  }

  /** Returns whether this JDK can do it. */
  public boolean possibleHere() {
    return !virtual || Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS;
  }

  /**
   * Returns the scenario with this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Scenario of(String word) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + word));
  }
}
