package io.cacheaside.engine.read;

import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.key.DurationText;
import io.cacheaside.spi.CachedMethod;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that loads take too long to be stored, once for each method and setting: such a method is
 * never cached, and nothing fails. Threadsafe.
 */
final class LongLoads {
  private static final Logger LOG = LoggerFactory.getLogger(LongLoads.class);

  private final Duration loadTimeout;

  /** At most three for each method. */
  private final Set<Told> told = ConcurrentHashMap.newKeySet();

  private record Told(CachedMethod method, String setting) {}

  LongLoads(Duration loadTimeout) {
    this.loadTimeout = loadTimeout;
  }

  /**
   * The life of a value ended before it was stored.
   *
   * @param isAbsent whether it is the absence of a value, which has a TTL of its own
   */
  void outlivedTtl(MethodPlan plan, boolean isAbsent, long ttlMillis, long tookMillis) {
    CachedMethod method = plan.method();
    String attribute = isAbsent ? "negativeTtl" : "ttl";
    if (told.add(new Told(method, attribute))) {
      LOG.warn(
          "{}: what it loads is returned but not cached: a load took {} ms, and its {} of {} counts"
              + " from the beginning of the load, so it was over before anything could be stored."
              + " Write a longer {}, or region.{}.{} (said once)",
          method,
          tookMillis,
          attribute,
          DurationText.format(Duration.ofMillis(ttlMillis)),
          attribute,
          method.region(),
          isAbsent ? "negative-ttl" : "ttl");
    }
  }

  /** The store did not take a value: if its lease was kept no longer, that is why. */
  void refused(MethodPlan plan, long tookMillis) {
    CachedMethod method = plan.method();
    if (tookMillis > loadTimeout.toMillis() && told.add(new Told(method, "load-timeout"))) {
      LOG.warn(
          "{}: what it loads is returned but not cached: a load took {} ms, but its lease is kept"
              + " for the load-timeout of {} only. Raise load-timeout (said once)",
          method,
          tookMillis,
          DurationText.format(loadTimeout));
    }
  }
}
