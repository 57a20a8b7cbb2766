package io.cacheaside.engine.read;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.CachedMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of calls that go past the cache for a reason that shows nowhere else, once a minute: what
 * is about Redis for the whole JVM, the rest for each method. Threadsafe.
 */
final class BypassReport {
  private static final Logger LOG = LoggerFactory.getLogger(BypassReport.class);

  private final LogThrottle throttle;
  private final Duration commandTimeout;
  private final Duration waitLimit;

  BypassReport(LogThrottle throttle, EngineOptions options) {
    this.throttle = throttle;
    this.commandTimeout = options.commandTimeout();
    this.waitLimit = options.waitLimit();
  }

  /** Says so if nobody else does. */
  void bypassed(CachedMethod method, BypassReason reason) {
    switch (reason) {
      case TIMEOUT -> {
        if (isDue(null, reason)) {
          LOG.warn(
              "{}: Redis did not answer within the command-timeout of {} ms, so the call is not"
                  + " cached",
              method,
              commandTimeout.toMillis());
        }
      }
      case OVERLOADED -> {
        if (isDue(null, reason)) {
          LOG.warn(
              "{}: this JVM cannot keep up with what it asks of Redis, so the call is not cached: it"
                  + " has too little processor time, or too many calls run at once",
              method);
        }
      }
      case WAIT_LIMIT -> {
        if (isDue(method, reason)) {
          LOG.warn(
              "{}: another load of the key did not end within the wait-limit of {} ms, or within {}"
                  + " ms where a call in a transaction waits for one in none, which may need its"
                  + " connection; so the call is not cached: loads are slow, or a JVM died in one",
              method,
              waitLimit.toMillis(),
              Flight.HELD_CONNECTION_MILLIS);
        }
      }
      case RECURSION -> {
        if (isDue(method, reason)) {
          LOG.info(
              "{}: a load asks for its own key, directly or through others, so the inner call is not"
                  + " cached",
              method);
        }
      }
      default -> {
        // told of where it is found, or wanted by the caller
      }
    }
  }

  /** Says that the key of a call could not be computed. */
  void withoutKey(MethodPlan plan, KeyFailure failure) {
    if (isDue(plan.method(), BypassReason.KEY)) {
      LOG.warn(
          "{}: the key \"{}\" could not be computed ({}; its stack is logged at DEBUG), so the call is"
              + " not cached",
          plan.method(),
          plan.template(),
          failure.thrown());
      failure.debug(LOG, plan.method(), plan.template());
    }
  }

  private boolean isDue(@Nullable CachedMethod method, BypassReason reason) {
    return throttle.allows(new Subject(method, reason));
  }

  private record Subject(@Nullable CachedMethod method, BypassReason reason) {}
}
