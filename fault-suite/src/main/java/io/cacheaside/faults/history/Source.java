package io.cacheaside.faults.history;

/** Where a read got its value. */
public enum Source {
  /** From the store. */
  HIT(0),
  /** From another call's load under a lease. */
  JOINED(1),
  /** From the database, under a lease. */
  LOADED(2),
  /** Past the cache: from the database, or from another call's load that went past it. */
  BYPASSED(3);

  private static final Source[] SOURCES = values();

  private final int number;

  Source(int number) {
    this.number = number;
  }

  static Source of(int number) {
    return SOURCES[number];
  }

  /** Returns what stands for it in an event. */
  public int number() {
    return number;
  }
}
