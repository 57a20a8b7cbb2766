package io.cacheaside.spi;

import org.jspecify.annotations.Nullable;

/**
 * Receives what the cache does. All methods do nothing by default; metrics, tracing and logs are
 * listeners.
 *
 * <p><b>Contract.</b> Each call of a cached method ends in exactly one of {@link #onHit}, {@link
 * #onJoin} or a load; each {@link #onLoadStart} is followed by exactly one {@link #onLoadEnd} on
 * the same thread. A call that could not use the cache reports one {@link #onBypass} before it
 * loads or joins. Methods are called on the thread of the application's call, except where noted;
 * they must be fast, threadsafe, and must not call cached methods. What they throw is logged once
 * and ignored. Several are called in the order in which they were added, whatever the others throw.
 * No lock of the framework is held while they run.
 */
public interface CacheListener {

  /** A listener that ignores everything. */
  CacheListener NONE = new CacheListener() {};

  /** Why a call went past the cache. */
  enum BypassReason {
    /** The store did not answer in time. */
    TIMEOUT,
    /** The store is not connected, the connection broke, or another server has just taken over. */
    UNAVAILABLE,
    /** This JVM asks the store for more than it can get through. */
    OVERLOADED,
    /** The cache itself met an {@link Error}, as where memory or stack end, or a defect. */
    ERROR,
    /** The circuit breaker is open. */
    BREAKER_OPEN,
    /** The store answered with an error. */
    REFUSED,
    /** The key holds data that is not ours. */
    FOREIGN,
    /** An invalidation of the key is not delivered yet. */
    UNDELIVERED,
    /**
     * The caller's transaction has invalidated the key, or it may see an old snapshot or what it
     * has written itself, or a persistence context of its thread holds entities, so that what it
     * loads must not be shown to others. The log says which, once for each method. Or any
     * transaction of this JVM has invalidated it that began in one of another transaction manager,
     * and that one has not ended.
     */
    TRANSACTION,
    /** Others hold the lease, or changed the entry again and again, until the wait's bound. */
    WAIT_LIMIT,
    /** The caller's {@code CacheDeadline} passed. */
    DEADLINE,
    /** The thread was interrupted. */
    INTERRUPTED,
    /** The caller itself runs the load of this key, or would wait for itself in a circle. */
    RECURSION,
    /** The key could not be computed: an argument's property threw. */
    KEY,
    /** The region is switched off. */
    DISABLED,
    /**
     * What the method returned before could be encoded, but not read back; or another method keeps
     * values of another type under the same keys; or its annotation or its return type cannot work,
     * of which an ERROR in the log has told.
     */
    NOT_CACHEABLE
  }

  /** What became of a loaded value. */
  enum PopulateOutcome {
    /** The entry was written. */
    STORED,
    /** The lease was lost, to an invalidation above all; nothing was written. */
    REFUSED,
    /**
     * Not sent: invalidated here, connection lost, TTL used up during the load, or the load is one
     * of a transaction that has written.
     */
    DROPPED,
    /** Not sent: the value exceeds the bound on the size of a payload. */
    TOO_LARGE,
    /** Not sent: the codec could not encode the value, or not read back what it wrote. */
    NOT_ENCODABLE,
    /** Sent, but the store failed or did not answer in time. */
    FAILED
  }

  /** What came of the check of a hit against the source. */
  enum ShadowOutcome {
    /** The method returned what the entry holds. */
    SAME,
    /** It returned something else, and the entry was replaced or removed meanwhile. */
    OVERTAKEN,
    /** It returned something else, and the entry is still served a second later. */
    INCONSISTENT,
    /** The method threw, or the store did not answer. */
    UNDECIDED
  }

  /** The state of the circuit breaker. */
  enum BreakerState {
    /** Calls pass. */
    CLOSED,
    /** Calls are answered at once with a failure. */
    OPEN
  }

  /** An entry was served; {@code negative} if it was a cached absence. */
  default void onHit(CachedMethod method, Key key, boolean negative) {}

  /** The store held nothing that could be served. */
  default void onMiss(CachedMethod method, Key key) {}

  /** The value of another call's flight in this JVM was returned. */
  default void onJoin(CachedMethod method, Key key) {}

  /** The call begins to wait for a lease whose load it cannot join, mostly another JVM's. */
  default void onLeaseWait(CachedMethod method, Key key) {}

  /** The method body begins to run. */
  default void onLoadStart(CachedMethod method, Key key) {}

  /**
   * The method body ended.
   *
   * @param nanos how long it ran
   * @param failure what it threw, or null
   */
  default void onLoadEnd(CachedMethod method, Key key, long nanos, @Nullable Throwable failure) {}

  /** A load under a lease ended, and this became of its value. On any thread. */
  default void onPopulate(CachedMethod method, Key key, PopulateOutcome outcome) {}

  /** The call goes past the cache: the method is called, or a flight that does is joined. */
  default void onBypass(CachedMethod method, Key key, BypassReason reason) {}

  /**
   * An entry could not be decoded and counts as a miss; once for each look at it.
   *
   * @param schema true if it was written for another version of the classes, false if it is damaged
   */
  default void onUnreadable(CachedMethod method, Key key, boolean schema) {}

  /**
   * What would have been a hit was checked against the source; the call itself is reported as a
   * load. On any thread.
   *
   * @param ageMillis how long ago the load of the entry began, by this JVM's clock; 0 if the
   *     outcome is {@link ShadowOutcome#SAME}
   */
  default void onShadowCheck(CachedMethod method, Key key, ShadowOutcome outcome, long ageMillis) {}

  /**
   * An annotated method ended, and so did the transaction around it without a rollback, and its
   * keys were invalidated. On the thread that ended the transaction.
   *
   * @param delivered true if the store acknowledged; false if the keys are undelivered now and a
   *     background thread goes on trying
   */
  default void onInvalidate(CachedMethod method, Key key, boolean delivered) {}

  /**
   * An annotated method ended, or a transaction that invalidated more than 10,000 keys of a region,
   * and a whole region was cleared.
   *
   * @param region its name
   * @param delivered as for {@link #onInvalidate}; until then this JVM serves nothing of the region
   */
  default void onClear(CachedMethod method, String region, boolean delivered) {}

  /**
   * A key was to be fenced before an annotated method ran.
   *
   * @param stands false if the store did not answer in time, failed, or had no room; the method
   *     runs all the same
   */
  default void onFence(CachedMethod method, Key key, boolean stands) {}

  /**
   * An {@code @Invalidate} key was left out: it needs {@code result} and the method threw, or a
   * property that it reads threw.
   */
  default void onInvalidateSkipped(CachedMethod method) {}

  /** The number of keys whose invalidation is not delivered changed. On any thread. */
  default void onUndeliveredKeys(int count) {}

  /**
   * The bound on undelivered keys was reached: those of a region were replaced by one undelivered
   * clearing of the region. Nothing is lost, but the whole region is not served in this JVM until
   * that was delivered. On any thread.
   *
   * @param region its name
   */
  default void onUndeliveredOverflow(String region) {}

  /**
   * The store has refused an invalidation again and again, alone and for some seconds: a value of
   * others under a key of ours, or a missing right. It is tried again at long intervals, and what
   * it is about is not served in this JVM meanwhile. Once for each such invalidation. On any
   * thread.
   *
   * @param region the name of the region that the key belongs to, or that was to be cleared
   */
  default void onUndeliveredRefused(String region) {}

  /**
   * The store has a new connection in place of a lost one. Recent invalidations are delivered once
   * more; unless the store kept everything, or they reach back far enough, all regions that this
   * JVM uses are cleared. On any thread.
   */
  default void onReconnect(Reconnection reconnection) {}

  /** The circuit breaker changed its state. On any thread. */
  default void onBreaker(BreakerState state) {}
}
