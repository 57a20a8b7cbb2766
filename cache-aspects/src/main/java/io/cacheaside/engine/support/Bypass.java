package io.cacheaside.engine.support;

import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.StoreException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the read path: the cache cannot be used for this call. One instance for each reason, made
 * once, without a stack trace.
 */
public final class Bypass extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Map<BypassReason, Bypass> INSTANCES = new EnumMap<>(BypassReason.class);

  static {
    for (BypassReason reason : BypassReason.values()) {
      INSTANCES.put(reason, new Bypass(reason));
    }
  }

  private final BypassReason reason;

  private Bypass(BypassReason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Returns the bypass for a reason; it is shared, and has no stack. */
  public static Bypass because(BypassReason reason) {
    Bypass instance = INSTANCES.get(reason);
    return instance == null ? new Bypass(reason) : instance;
  }

  /** Returns the bypass that a failed store call asks for. */
  public static Bypass because(@Nullable Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (failure instanceof StoreException storeFailure) {
      return because(
          switch (storeFailure.reason()) {
            case TIMEOUT -> BypassReason.TIMEOUT;
            case UNAVAILABLE, RECOVERING, NOT_REPLICATED -> BypassReason.UNAVAILABLE;
            case OVERLOADED -> BypassReason.OVERLOADED;
            case REFUSED -> BypassReason.REFUSED;
            case FOREIGN -> BypassReason.FOREIGN;
            case BREAKER_OPEN -> BypassReason.BREAKER_OPEN;
          });
    }
    return because(
        failure instanceof TimeoutException ? BypassReason.TIMEOUT : BypassReason.UNAVAILABLE);
  }

  /** Returns why the cache is left. */
  public BypassReason reason() {
    return reason;
  }

  /**
   * Returns whether the load may be shared with other calls of the key: not if this very call must
   * not wait any more, or may see what others must not.
   */
  public boolean mayShareLoad() {
    return switch (reason) {
      case DEADLINE, INTERRUPTED, RECURSION, KEY, DISABLED, TRANSACTION -> false;
      default -> true;
    };
  }
}
