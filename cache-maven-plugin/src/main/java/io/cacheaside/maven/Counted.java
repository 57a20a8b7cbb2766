package io.cacheaside.maven;

/** Numbers with their noun. */
final class Counted {
  private Counted() {}

  /** Returns {@code 1 class} or {@code 2 classes}. */
  static String of(int count, String noun) {
    String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
    return count + " " + (count == 1 ? noun : plural);
  }
}
