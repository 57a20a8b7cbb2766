package io.cacheaside.engine.plan;

import io.cacheaside.compression.PayloadCompression;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import org.jspecify.annotations.Nullable;

/**
 * What to do with the record found under a key: a pure function of the record and of what the
 * caller's method can read.
 *
 * @param action the step to take
 * @param token with {@link Action#AWAIT_LEASE} the token of the lease, else null
 * @param seen with the {@code LOAD} actions the etag of the value that cannot be served, null if
 *     there is no value
 */
public record ReadDecision(Action action, @Nullable LeaseToken token, @Nullable LeaseToken seen) {

  /** The step to take. */
  public enum Action {
    /** The record holds a value for this method. */
    SERVE,
    /** The record holds a cached absence. */
    SERVE_NEGATIVE,
    /** There is nothing to serve: take the lease and load. */
    LOAD,
    /** There is nothing to serve, and the record shows a lease. */
    AWAIT_LEASE,
    /** There is a value, but of other classes than this method's. */
    LOAD_OTHER_SCHEMA,
    /** There is a value, but it is damaged, or was written for another key. */
    LOAD_DAMAGED,
    /** The key holds somebody else's data. */
    BYPASS
  }

  private static final ReadDecision SERVE = new ReadDecision(Action.SERVE, null, null);
  private static final ReadDecision SERVE_NEGATIVE =
      new ReadDecision(Action.SERVE_NEGATIVE, null, null);
  private static final ReadDecision ABSENT = new ReadDecision(Action.LOAD, null, null);
  private static final ReadDecision BYPASS = new ReadDecision(Action.BYPASS, null, null);

  /** The flags a value may carry and still be read by this version. */
  private static final int READABLE_FLAGS =
      EntryFormat.FLAG_NEGATIVE | EntryFormat.FLAG_QUARANTINED | EntryFormat.FLAG_COMPRESSED;

  /**
   * Decides.
   *
   * @param record as the store returned it, null if there is none
   * @param key that it was asked for
   * @param fingerprint of the classes that the method returns
   * @param codecId of the codec in use
   * @param generation of the region, learned after the read began
   */
  public static ReadDecision of(
      byte @Nullable [] record, Key key, long fingerprint, int codecId, long generation) {
    if (record == null) {
      return ABSENT;
    }
    if (!EntryFormat.isOurs(record)) {
      return BYPASS;
    }
    if (EntryFormat.isTruncatedValue(record)) {
      // Without its etag every acquire would be answered with this very record.
      return unusable(Action.LOAD_DAMAGED, record);
    }
    if (!EntryFormat.isValue(record)) {
      LeaseToken token = EntryFormat.leaseToken(record);
      return token == null ? ABSENT : new ReadDecision(Action.AWAIT_LEASE, token, null);
    }
    return ofValue(record, key, fingerprint, codecId, generation);
  }

  private static ReadDecision ofValue(
      byte[] record, Key key, long fingerprint, int codecId, long generation) {
    int flags = EntryFormat.flags(record);
    if ((flags & EntryFormat.FLAG_INVALIDATED) != 0) {
      return unusable(Action.LOAD, record);
    }
    if ((flags & ~READABLE_FLAGS) != 0
        || EntryFormat.tagCount(record) != 0
        || EntryFormat.codecId(record) != codecId
        || EntryFormat.fingerprint(record) != fingerprint
        || ((flags & EntryFormat.FLAG_COMPRESSED) != 0 && !PayloadCompression.canRestore(record))) {
      return unusable(Action.LOAD_OTHER_SCHEMA, record);
    }
    if (EntryFormat.generation(record) != generation) {
      return unusable(Action.LOAD, record); // the region was cleared after the load began
    }
    // The checksum leaves out the flags, which scripts change: only a negative entry is empty.
    boolean negative = (flags & EntryFormat.FLAG_NEGATIVE) != 0;
    boolean empty = record.length == EntryFormat.HEADER_LENGTH;
    if (!EntryFormat.isIntact(record, key) || (negative && !empty)) {
      return unusable(Action.LOAD_DAMAGED, record);
    }
    return negative ? SERVE_NEGATIVE : SERVE;
  }

  /** Returns whether the record is served. */
  public boolean isServed() {
    return action == Action.SERVE || action == Action.SERVE_NEGATIVE;
  }

  /** Returns the decision for a value that turned out to be unreadable only when decoded. */
  public static ReadDecision undecodable(byte[] record) {
    return unusable(Action.LOAD_DAMAGED, record);
  }

  private static ReadDecision unusable(Action action, byte[] record) {
    return new ReadDecision(action, null, EntryFormat.etag(record));
  }
}
