package io.cacheaside.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method as woven code knows it: the plans of the engine that used it last. Made once
 * for each method and kept as long as its class, whatever engine is installed; it lets go of an
 * engine that is closed. Threadsafe.
 */
public final class CallSite {
  private final PerEngine<MethodPlan> read;
  private final PerEngine<InvalidationPlan> invalidation;

  /** Creates the call site of a method. */
  public CallSite(AnnotatedMethod method) {
    read = new PerEngine<>(engine -> engine.compileRead(method));
    invalidation = new PerEngine<>(engine -> engine.compileInvalidations(method));
  }

  MethodPlan readPlan(CacheEngine engine) {
    return read.plan(engine);
  }

  InvalidationPlan invalidationPlan(CacheEngine engine) {
    return invalidation.plan(engine);
  }

  /** The plan for the engine that asked last. */
  static final class PerEngine<P> {
    private final Function<CacheEngine, P> compiler;
    private volatile @Nullable Compiled<P> last;

    PerEngine(Function<CacheEngine, P> compiler) {
      this.compiler = compiler;
    }

    P plan(CacheEngine engine) {
      Compiled<P> known = last;
      return known != null && known.engine() == engine ? known.plan() : compile(engine);
    }

    /** One plan for all callers: only calls with the same plan join each other's loads. */
    private synchronized P compile(CacheEngine engine) {
      Compiled<P> known = last;
      if (known == null || known.engine() != engine) {
        known = new Compiled<>(engine, compiler.apply(engine));
        last = known;
        if (!engine.isKeptBy(this)) {
          last = null;
        }
      }
      return known.plan();
    }

    /** Lets go of an engine that is closed: its class may outlive it, and all that it holds. */
    synchronized void forget(CacheEngine closed) {
      Compiled<P> known = last;
      if (known != null && known.engine() == closed) {
        last = null;
      }
    }
  }

  /** A plan and the engine that it was compiled for. */
  private record Compiled<P>(CacheEngine engine, P plan) {}
}
