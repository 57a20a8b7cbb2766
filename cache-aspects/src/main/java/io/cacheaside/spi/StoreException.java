package io.cacheaside.spi;

import org.jspecify.annotations.Nullable;

/** The failure of one call of a {@link Store}. It never reaches the caller of a cached method. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a call failed; decides whether the circuit breaker counts it. */
  public enum Reason {
    /** No answer in time. The command may still be executed. */
    TIMEOUT,
    /** Not connected, or the connection broke. */
    UNAVAILABLE,
    /**
     * This JVM asks for more than it can get through: too many commands, or too many bytes, are
     * under way. Says nothing about the store, so the circuit breaker does not count it.
     */
    OVERLOADED,
    /** The store answered with an error: out of memory, read-only, no permission, loading. */
    REFUSED,
    /** Done, but not by as many replicas as were asked for; a failover may undo it. */
    NOT_REPLICATED,
    /**
     * The server took over from another one, and may still miss invalidations; nothing was sent.
     */
    RECOVERING,
    /** The key holds a value of a type that is not ours. */
    FOREIGN,
    /** The circuit breaker is open; nothing was sent. */
    BREAKER_OPEN
  }

  private final Reason reason;

  /** Creates an exception without a stack trace: it is thrown often and caught by us only. */
  public StoreException(Reason reason, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.reason = reason;
  }

  /** Returns why the call failed. */
  public Reason reason() {
    return reason;
  }
}
