package io.cacheaside.engine.flight;

import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.TransactionHook.Doubt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a load is returned to its caller, but neither cached nor shared.
 *
 * @param reason a clause about the call
 * @param cure what to do about it, or null if the log has said what is wrong
 * @param isMistake whether it could be otherwise with another configuration or annotation
 * @param isFromReplica whether all that stands against it is that it may lag behind, for which a
 *     region may let its entries settle
 */
public record PrivateLoad(
    String reason, @Nullable String cure, boolean isMistake, boolean isFromReplica) {
  /** Reads may show what nobody has committed yet. */
  public static final PrivateLoad AFTER_A_WRITE =
      new PrivateLoad(
          "it was called in a transaction that has called an @Invalidate method before, or in such"
              + " a method, and may see what nobody has committed",
          "Call it before the first @Invalidate method, or after the transaction, if it is to be"
              + " cached there",
          false,
          false);

  /** Nothing is known; the hook's failure is in the log. */
  public static final PrivateLoad HOOK_FAILED =
      new PrivateLoad("a hook failed", null, false, false);

  /** Returns that of a call in which this was found. */
  public static PrivateLoad because(Doubt doubt) {
    return new PrivateLoad("it was called in " + doubt.finding(), doubt.cure(), true, false);
  }

  /** Returns that of a call which may read from a replica. */
  public static PrivateLoad fromReplica(Doubt doubt) {
    return new PrivateLoad("it was called in " + doubt.finding(), doubt.cure(), true, true);
  }

  /** Says it in the log, once for each method and remedy. Threadsafe. */
  public static final class Report {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateLoad.class);

    /** At most a few for each method: there are few remedies. */
    private final Set<Told> told = ConcurrentHashMap.newKeySet();

    /** A hook of the application could put a name into each cure. */
    private static final int MOST_TOLD = 10_000;

    private record Told(CachedMethod method, String cure) {}

    /** Says it, unless it was said of this method or there is no remedy. */
    public void tell(CachedMethod method, PrivateLoad load) {
      String cure = load.cure();
      if (cure == null || told.size() >= MOST_TOLD || !told.add(new Told(method, cure))) {
        return;
      }
      String text = "{}: what it loads is returned but not cached: {}. {} (said once)";
      if (load.isMistake()) {
        LOG.warn(text, method, load.reason(), cure);
      } else {
        LOG.info(text, method, load.reason(), cure);
      }
    }
  }
}
