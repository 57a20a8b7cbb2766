package io.cacheaside;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.interception.Interceptions;
import io.cacheaside.weaving.ScannedMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The annotated methods of interfaces that the start has found: nothing is woven there, so they act
 * only where something is put in front of the objects. Threadsafe.
 */
final class InterfaceMethods {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);

  /** By then an application has wrapped what it wraps. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<ScannedMethod> found;
  private final Interceptions interceptions;

  InterfaceMethods(List<ScannedMethod> found, Interceptions interceptions) {
    this.found = found;
    this.interceptions = interceptions;
  }

  /**
   * Returns those that nothing has been put in front of, for example {@code shop.Users.find(long)}.
   */
  List<String> notIntercepted() {
    return found.stream()
        .filter(each -> !interceptions.isSettled(each.className(), each.name(), each.descriptor()))
        .map(ScannedMethod::toString)
        .distinct()
        .sorted()
        .toList();
  }

  /** Warns some time from now, if there are any then. */
  void warnLater(ScheduledExecutorService timer) {
    if (!found.isEmpty()) {
      var unused =
          timer.schedule(
              BackgroundTask.surviving("the look for interceptors", this::warn),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  void warn() {
    List<String> uncached = notIntercepted();
    if (!uncached.isEmpty()) {
      LOG.warn(
          "these annotated methods of interfaces run uncached and invalidate nothing, because nothing"
              + " was put in front of their objects: call what CacheAsideRuntime.wrap(...) returns, or"
              + " let cache-spring-boot-starter find the beans:\n  - {}",
          String.join("\n  - ", uncached));
    }
  }
}
