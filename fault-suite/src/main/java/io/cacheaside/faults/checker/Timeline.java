package io.cacheaside.faults.checker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The highest version that holds from each moment on. */
final class Timeline {
  private final List<Step> steps = new ArrayList<>();

  private record Step(long time, long version) {}

  /** Says that from {@code time} on at least {@code version} holds. */
  void add(long time, long version) {
    if (time != Long.MAX_VALUE) {
      steps.add(new Step(time, version));
    }
  }

  /** Orders what was added; comes before the first question. */
  void sort() {
    steps.sort(Comparator.comparingLong(Step::time));
    long highest = 0;
    for (int i = 0; i < steps.size(); i++) {
      highest = Math.max(highest, steps.get(i).version());
      steps.set(i, new Step(steps.get(i).time(), highest));
    }
  }

  /** Returns the highest version that holds since before {@code time}, or 0. */
  long highestBefore(long time) {
    int after = Search.firstAfter(steps.size(), i -> steps.get(i).time(), time - 1);
    return after == 0 ? 0 : steps.get(after - 1).version();
  }
}
