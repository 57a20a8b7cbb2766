package io.cacheaside.faults.checker;

/** Why a read may be older than the last commit: the exceptions of docs/protocol.md, section 12. */
public enum Excuse {
  /** The write was committed, but its call had not ended when the read began. */
  UNDER_WAY("N1", "between commit and delete"),
  /** The writer died between its commit and its delete. */
  WRITER_DIED("N2", "the writer died between commit and delete"),
  /** The write ended without an acknowledgement, and its delete came later. */
  UNDELIVERED("N4", "invalidation not delivered yet"),
  /** The write ended without an acknowledgement, and its client was killed before the delivery. */
  OUTBOX_LOST("N4", "the writer died with an undelivered invalidation"),
  /** A failover undid a delete that was acknowledged. */
  ROLLED_BACK("N5", "a failover undid the delete");

  private final String number;
  private final String text;

  Excuse(String number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns the number of the exception in docs/protocol.md. */
  public String number() {
    return number;
  }

  @Override
  public String toString() {
    return number + " " + text;
  }
}
