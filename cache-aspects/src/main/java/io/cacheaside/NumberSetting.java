package io.cacheaside;

/**
 * A setting that is a whole number.
 *
 * @param name as files write it; in that of a region, {@code <name>} stands for the region
 * @param fallback what it is if nothing is set
 * @param min the smallest that it may be
 * @param max the largest
 */
record NumberSetting(String name, int fallback, int min, int max) {

  /** Returns the setting of one region. */
  NumberSetting in(String region) {
    return new NumberSetting(name.replace("<name>", region), fallback, min, max);
  }

  /** Returns the value, or {@code otherwise} after having noted that it is out of range. */
  int checked(int value, int otherwise, SettingProblems problems) {
    if (value >= min && value <= max) {
      return value;
    }
    problems.add(name, value, "is not " + range());
    return otherwise;
  }

  /** Returns the range in words. */
  String range() {
    return "between " + min + " and " + max;
  }
}
