package io.cacheaside.benchmarks;

/** What is cached by hand where there is nothing. */
enum Absent {
  /** There is nothing. */
  ABSENT
}
