package io.cacheaside.engine.write;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.background.NeverThrowing;
import io.cacheaside.engine.plan.Elements;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.plan.KeyBinder;
import io.cacheaside.engine.plan.KeyBinder.Added;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.WriteCall;
import io.cacheaside.engine.recovery.Delivery;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent before a method with {@code when = AROUND} runs, so that a writer that dies leaves
 * nothing old behind. A fence that fails does not stop the write; nor does a key of which nothing
 * is known yet, but that is said: its entry is invalidated after the method only.
 */
final class Fences {
  private static final Logger LOG = LoggerFactory.getLogger(Fences.class);

  private final Store store;
  private final Waiting waiting;
  private final CacheListener listener;
  private final LogThrottle throttle;
  private final Clocks clocks;

  Fences(EngineContext context) {
    this.store = context.store();
    this.waiting = context.waiting();
    this.listener = context.listener();
    this.throttle = context.throttle();
    this.clocks = context.clocks();
  }

  /** Keys whose fences were sent to the store together, and its answer. */
  private record Fence(List<Key> keys, CompletableFuture<Boolean> answer) {}

  /** What messages about a key before its method are about; those after it are others. */
  private record Unfenced(KeyBinder binder) {}

  /** Fences what the call is known to invalidate, and notes it among that. */
  void raise(WriteCall write) {
    Invalidations fenced = keys(write);
    write.known().addAll(fenced); // what they are made of may have changed since
    Map<Long, List<Key>> byMillis = new TreeMap<>();
    for (Target target : fenced.targets()) {
      if (target instanceof Target.Entry entry) {
        byMillis
            .computeIfAbsent(entry.region().fenceMillis(), m -> new ArrayList<>())
            .add(entry.key());
      }
    }
    send(byMillis, write.plan().method());
  }

  private Invalidations keys(WriteCall write) {
    CachedMethod method = write.plan().method();
    Invalidations fenced = new Invalidations();
    Set<Region> said = new HashSet<>();
    for (KeyBinder binder : write.plan().fenced()) {
      try {
        Added added = write.addKeys(binder, fenced, null);
        if (added == Added.TOO_MANY_ELEMENTS || added == Added.READABLE_ONCE) {
          said.add(binder.region());
          reportUnseen(method, binder, added);
        }
      } catch (KeyFailure e) {
        reportUnknown(method, binder, e);
      } catch (Throwable e) {
        Survived.say(method + ": a key was not computed, so its entry is not fenced", e);
      }
    }
    for (Target target : fenced.targets()) {
      Region region = target.region();
      if (fenced.isOverflown(region) && !said.contains(region) && throttle.allows(write.plan())) {
        LOG.warn(
            "{}: there are more than {} keys of the region \"{}\", so nothing of it is fenced before"
                + " the method; it is cleared after the method",
            method,
            Invalidations.MAX_KEYS,
            region.name());
      }
    }
    return fenced;
  }

  private void reportUnseen(CachedMethod method, KeyBinder binder, Added added) {
    if (!throttle.allows(binder)) {
      return;
    }
    if (added == Added.TOO_MANY_ELEMENTS) {
      LOG.warn(
          "{}: the @Invalidate key \"{}\" has more than {} elements, so nothing of it is fenced"
              + " before the method; the region \"{}\" is cleared after the method",
          method,
          binder.template(),
          Elements.MAX,
          binder.region().name());
    } else {
      LOG.warn(
          "{}: the elements for the @Invalidate key \"{}\" are those of an Iterable that is no"
              + " collection; they may be readable only once, so nothing of it is fenced before the"
              + " method; the region \"{}\" is cleared after the method. Pass a collection.",
          method,
          binder.template(),
          binder.region().name());
    }
  }

  /** Whether its entry stays is said after the method: maybe it can be computed then. */
  private void reportUnknown(CachedMethod method, KeyBinder binder, KeyFailure failure) {
    if (throttle.allows(new Unfenced(binder))) {
      LOG.warn(
          binder.isStarred()
              ? "{}: the @Invalidate key \"{}\" could not be computed for each element before the"
                  + " method ({}; its stack is logged at DEBUG), so not all of its entries are fenced"
              : "{}: the @Invalidate key \"{}\" could not be computed before the method ({}; its"
                  + " stack is logged at DEBUG), so its entry is not fenced",
          method,
          binder.template(),
          failure.thrown());
      failure.debug(LOG, method, binder.template());
    }
  }

  /** Sends what fits into a window together; after one that failed no more is sent. */
  private void send(Map<Long, List<Key>> byMillis, CachedMethod method) {
    List<Fence> underWay = new ArrayList<>();
    boolean stand = true;
    int size = 0;
    for (Map.Entry<Long, List<Key>> each : byMillis.entrySet()) {
      for (List<Key> keys : Delivery.windows(each.getValue())) {
        if (size + keys.size() > Delivery.WINDOW) {
          stand &= stand(underWay, method);
          size = 0;
        }
        size += keys.size();
        underWay.add(
            new Fence(
                keys,
                stand
                    ? NeverThrowing.call(() -> store.fence(keys, each.getKey()))
                    : CompletableFuture.completedFuture(false)));
      }
    }
    stand(underWay, method);
  }

  private boolean stand(List<Fence> underWay, CachedMethod method) {
    long sentNanos = clocks.nanos(); // for all of them not longer than for one
    boolean all = true;
    for (Fence fence : underWay) {
      boolean stands =
          waiting.forAcknowledgement(fence.answer(), sentNanos)
              && Boolean.TRUE.equals(fence.answer().getNow(false));
      fence.keys().forEach(key -> listener.onFence(method, key, stands));
      all &= stands;
    }
    underWay.clear();
    return all;
  }
}
