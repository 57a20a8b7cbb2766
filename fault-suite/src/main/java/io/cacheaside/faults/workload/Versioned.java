package io.cacheaside.faults.workload;

/**
 * What a read returns: the row's number and version, and a filling that depends on both, so that a
 * mixed-up value is seen.
 *
 * @param id the row's number
 * @param version grows with each write
 * @param filling every fourth row is so large that its entry is staged
 */
public record Versioned(int id, long version, String filling) {
  private static final int LARGE = 6_000;
  private static final int SMALL = 60;

  /** Returns the value of a row with this version. */
  static Versioned of(int id, long version) {
    String word = id + "@" + version + ";";
    int length = id % 4 == 0 ? LARGE : SMALL;
    return new Versioned(id, version, word.repeat(1 + length / word.length()));
  }

  /** Returns whether this is what a read of the row may return. */
  boolean isIntact(int asked) {
    return id == asked && equals(of(id, version));
  }
}
