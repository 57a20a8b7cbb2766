package io.cacheaside.faults.workload;

/** Rows with version numbers, cached in one way or another. Threadsafe. */
interface Versions {
  /** Returns the row. */
  Versioned find(int id);

  /**
   * Raises the version of the row by one, commits, and invalidates.
   *
   * @return the new version
   */
  long raise(int id);

  /** Invalidates a key that nobody reads, without asking the database. */
  default void touch(int id) {
    throw new UnsupportedOperationException();
  }
}
