package io.cacheaside.faults.history;

/** What the store answered to a populate. */
public enum Populated {
  /** Nothing in time, or an error: it may have been written. */
  UNKNOWN(0),
  /** Written. */
  STORED(1),
  /** Not written: the lease was lost. */
  REFUSED(2);

  private final int number;

  Populated(int number) {
    this.number = number;
  }

  /** Returns what stands for it in an event. */
  public int number() {
    return number;
  }
}
