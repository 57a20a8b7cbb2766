package io.cacheaside.faults.history;

/** What an {@link Event} is about. The numbers are those in the file. */
public enum EventKind {
  /** A read returned; {@code number} is the version, {@code detail} the {@link Source}. */
  READ(1),
  /** A read threw; {@code detail} is 0 if the database failed, 1 if anything else did. */
  READ_FAILED(2),
  /** A write is about to ask the database. */
  WRITE_BEGUN(3),
  /** A write was committed before {@code end}; {@code number} is the version. */
  COMMITTED(4),
  /** A write returned; {@code detail} is 1 if its invalidation was acknowledged, 0 if not. */
  WRITTEN(5),
  /** A write threw; {@code detail} as for {@link #READ_FAILED}. */
  WRITE_FAILED(6),
  /** A delete of the key was sent; {@code detail} is 1 if it was acknowledged at {@code end}. */
  DELETED(7),
  /** A lease was granted; {@code number} is its token. */
  GRANTED(8),
  /** A populate was sent; {@code number} is its token, {@code detail} one of {@link Populated}. */
  POPULATED(9),
  /** A release was sent; {@code number} is its token. */
  RELEASED(10),
  /** The region was cleared, in place of a delete of the key that had not been acknowledged. */
  CLEARED(11);

  private static final EventKind[] KINDS = values();

  private final int number;

  EventKind(int number) {
    this.number = number;
  }

  static EventKind of(int number) {
    return KINDS[number - 1];
  }

  /** Returns what stands for it in a file; never 0, which is the end. */
  int number() {
    return number;
  }
}
