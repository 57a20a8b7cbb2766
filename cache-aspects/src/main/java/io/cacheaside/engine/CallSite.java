package io.cacheaside.engine;

import org.jspecify.annotations.Nullable;

/**
 * An annotated method as woven code knows it: the plans of the engine that used it last. Made once
 * for each method and kept for ever, whatever engine is installed. Threadsafe.
 */
public final class CallSite {
  private final AnnotatedMethod method;
  private volatile @Nullable Compiled<MethodPlan> read;
  private volatile @Nullable Compiled<InvalidationPlan> invalidation;

  /** Creates the call site of a method. */
  public CallSite(AnnotatedMethod method) {
    this.method = method;
  }

  /** A plan and the engine that it was compiled for. */
  private record Compiled<P>(CacheEngine engine, P plan) {}

  AnnotatedMethod method() {
    return method;
  }

  MethodPlan readPlan(CacheEngine engine) {
    Compiled<MethodPlan> known = read;
    return known != null && known.engine() == engine ? known.plan() : compileRead(engine);
  }

  InvalidationPlan invalidationPlan(CacheEngine engine) {
    Compiled<InvalidationPlan> known = invalidation;
    return known != null && known.engine() == engine ? known.plan() : compileInvalidation(engine);
  }

  /** One plan for all callers: only calls with the same plan join each other's loads. */
  private synchronized MethodPlan compileRead(CacheEngine engine) {
    Compiled<MethodPlan> known = read;
    if (known == null || known.engine() != engine) {
      known = new Compiled<>(engine, engine.compileRead(method));
      read = known;
    }
    return known.plan();
  }

  private synchronized InvalidationPlan compileInvalidation(CacheEngine engine) {
    Compiled<InvalidationPlan> known = invalidation;
    if (known == null || known.engine() != engine) {
      known = new Compiled<>(engine, engine.compileInvalidations(method));
      invalidation = known;
    }
    return known.plan();
  }
}
