package io.cacheaside.faults.checker;

/** A promise that a history can break. */
public enum Rule {
  /** A read returned less than a write whose invalidation was acknowledged before it began. */
  FRESHNESS("older than an acknowledged invalidation"),
  /** A read returned less than a write that its own JVM had ended before. */
  OWN_WRITES("older than a write of the same JVM"),
  /** A read returned a version that was overwritten longer ago than an entry may live. */
  HARD_TTL("outlived its hard TTL"),
  /** A read returned a version that nobody can have written yet. */
  PHANTOM("a version that was never written"),
  /** Versions of the database do not grow with time: the test bed itself is broken. */
  MONOTONE("versions written out of order"),
  /** A populate was accepted although the lease had been granted to somebody else since. */
  LOST_LEASE("populated under a lost lease"),
  /** A lease was granted while another one of the same key was alive. */
  TWO_LEASES("two live leases"),
  /** A write ended, its client lived on, and no delete of the key was acknowledged after it. */
  LOST_INVALIDATION("invalidation never delivered");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  /** Returns whether a read that breaks it counts as stale. */
  public boolean isStaleness() {
    return this == FRESHNESS || this == OWN_WRITES || this == HARD_TTL;
  }

  @Override
  public String toString() {
    return text;
  }
}
