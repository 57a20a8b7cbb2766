package io.cacheaside.spi;

/** What a store answers to {@link Store#acquire}. */
public sealed interface Grant {

  /**
   * The lease is held by the caller now.
   *
   * @param nowMillis the store's clock at the grant, in ms: the entry's {@code created}
   */
  record Granted(long nowMillis) implements Grant {}

  /**
   * The key holds another value than the one the caller saw: look at it again.
   *
   * @param record the record now under the key
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Changed(byte[] record) implements Grant {}

  /**
   * Somebody else holds the lease.
   *
   * @param remainingMillis until it may be granted again
   * @param token the holder's
   */
  record Held(long remainingMillis, LeaseToken token) implements Grant {}

  /** The key holds data that is not ours: it is neither served nor overwritten. */
  record Foreign() implements Grant {}
}
