package io.cacheaside.faults.checker;

import java.util.function.IntToLongFunction;

/** Binary search in what is sorted by time. */
final class Search {
  private Search() {}

  /** Returns the index of the first of {@code size} times that is after {@code time}. */
  static int firstAfter(int size, IntToLongFunction times, long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times.applyAsLong(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
