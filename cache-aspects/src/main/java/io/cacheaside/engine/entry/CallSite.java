package io.cacheaside.engine.entry;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Body;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.key.Names;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidAnnotationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An annotated method as woven code knows it: its plans, those of each engine that uses it. Made
 * once for each method and kept as long as its class, whatever engines are installed; it lets go of
 * an engine that is closed. Threadsafe.
 */
public final class CallSite {
  private static final Logger LOG = LoggerFactory.getLogger(CallSite.class);

  private final PerEngine<Reading> read;
  private final PerEngine<InvalidationPlan> invalidation;

  /** Null if reflection does not show it. */
  private final @Nullable AnnotatedMethod method;

  private final Body body;

  /** Creates the call site of a method whose body only its callers can run. */
  public CallSite(AnnotatedMethod method) {
    this(method, Body.UNREACHABLE);
  }

  /** Creates the call site of a method whose body can be run. */
  public CallSite(AnnotatedMethod method, Body body) {
    this.method = method;
    this.body = body;
    read = new PerEngine<>(engine -> Reading.of(engine, method));
    invalidation = new PerEngine<>(engine -> engine.compileInvalidations(method));
  }

  /**
   * Creates the call site of a method that reflection does not show. A read is not cached. A write,
   * whose keys nobody knows, clears its regions; if these are not known either, it does not begin.
   *
   * @param method says which, for a message
   * @param type the name of its class
   * @param name its own
   * @param failure what reflection threw
   * @param regions those that it invalidates in; none if that is not known
   */
  public CallSite(String method, String type, String name, Throwable failure, Set<String> regions) {
    Supplier<LinkageError> unreadable = () -> unreadable(method, type, failure);
    this.method = null;
    this.body = Body.UNREACHABLE;
    read = PerEngine.never(unreadable);
    invalidation =
        regions.isEmpty()
            ? PerEngine.never(unreadable)
            : new PerEngine<>(
                engine -> {
                  LOG.error(
                      "{}: its keys cannot be read, because a class that {} mentions cannot be"
                          + " loaded ({}), so each call clears all of what it invalidates in: {}. Add"
                          + " the class to the class path, or move what mentions it into another"
                          + " class",
                      method,
                      type,
                      failure,
                      String.join(", ", regions));
                  return engine.clearing(
                      new CachedMethod(type, name, "?", regions.iterator().next()), regions);
                });
  }

  private static LinkageError unreadable(String method, String type, Throwable failure) {
    return new LinkageError(
        ("%s: its annotations cannot be read, because a class that %s mentions cannot be loaded"
                + " (%s). Add it to the class path, or move what mentions it to another class."
                + " Until then a @CacheAside method is not cached, and an @Invalidate method"
                + " cannot be called")
            .formatted(method, type, failure),
        failure);
  }

  /** Returns the method; null if reflection does not show it. */
  public @Nullable AnnotatedMethod method() {
    return method;
  }

  /** Returns the body of the method, to run it without a call. */
  public Body body() {
    return body;
  }

  /**
   * Returns the plan of reads.
   *
   * @throws InvalidAnnotationException if there is none; always the same one
   * @throws LinkageError if reflection does not show the method
   */
  public MethodPlan readPlan(CacheEngine engine) {
    Reading reading = read.plan(engine);
    MethodPlan plan = reading.plan();
    if (plan == null) {
      throw requireNonNull(reading.refusal());
    }
    return plan;
  }

  /** Returns the load of a method for whose reads there is no plan. */
  Load uncached(CacheListener listener) {
    CachedMethod cached = requireNonNull(method).inRegion(Names.DEFAULT_REGION);
    listener.onBypass(cached, KeyFailure.NO_KEY, BypassReason.NOT_CACHEABLE);
    return new MeasuredLoad(cached, KeyFailure.NO_KEY, listener, Clocks.SYSTEM);
  }

  /** The plan of reads, or why there is none. */
  private record Reading(@Nullable MethodPlan plan, @Nullable InvalidAnnotationException refusal) {
    static Reading of(CacheEngine engine, AnnotatedMethod method) {
      try {
        return new Reading(engine.compileRead(method), null);
      } catch (InvalidAnnotationException e) {
        engine.uncached.tell(method, e);
        return new Reading(null, e);
      }
    }
  }

  /**
   * Returns what a call of the method invalidates, compiled once for each engine.
   *
   * @throws InvalidAnnotationException naming all that is wrong with the annotation
   */
  public InvalidationPlan invalidationPlan(CacheEngine engine) {
    return invalidation.plan(engine);
  }

  /** The plans for the engines that have asked and are not closed. */
  static final class PerEngine<P> {
    private final Function<CacheEngine, P> compiler;

    /** What was compiled last, which is nearly always the plan for the engine that asks. */
    private volatile @Nullable Compiled<P> last;

    /** All of them, the last one too; never changed, only replaced, under the lock of this. */
    private volatile List<Compiled<P>> all = List.of();

    PerEngine(Function<CacheEngine, P> compiler) {
      this.compiler = compiler;
    }

    /** There is no plan; each call fails with an Error of its own, which shows its stack. */
    static <P> PerEngine<P> never(Supplier<? extends Error> failure) {
      return new PerEngine<>(
          engine -> {
            throw failure.get();
          });
    }

    P plan(CacheEngine engine) {
      Compiled<P> known = last;
      if (known == null || known.engine() != engine) {
        known = find(engine);
      }
      return known != null ? known.plan() : compile(engine);
    }

    private @Nullable Compiled<P> find(CacheEngine engine) {
      for (Compiled<P> each : all) {
        if (each.engine() == engine) {
          return each;
        }
      }
      return null;
    }

    /** One plan for all callers: only calls with the same plan join each other's loads. */
    private synchronized P compile(CacheEngine engine) {
      Compiled<P> known = find(engine);
      if (known == null) {
        known = new Compiled<>(engine, compiler.apply(engine));
        if (engine.isKeptBy(this)) { // first: what it does not know of, it lets nobody forget
          List<Compiled<P>> more = new ArrayList<>(all);
          more.add(known);
          keep(more);
        }
      }
      return known.plan();
    }

    /** Lets go of an engine that is closed: its class may outlive it, and all that it holds. */
    synchronized void forget(CacheEngine closed) {
      keep(all.stream().filter(each -> each.engine() != closed).toList());
    }

    private void keep(List<Compiled<P>> plans) {
      all = List.copyOf(plans);
      last = plans.isEmpty() ? null : plans.get(plans.size() - 1);
    }
  }

  /** A plan and the engine that it was compiled for. */
  private record Compiled<P>(CacheEngine engine, P plan) {}
}
