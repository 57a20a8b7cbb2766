package io.cacheaside.engine.flight;

import static java.util.Objects.requireNonNull;

/**
 * What the load of another caller threw, on its way through the cache to a caller who joined it: so
 * it is told from what the cache itself meets.
 */
public final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadFailure(Throwable failure) {
    super(null, failure, false, false);
  }

  /** Returns what the load threw. */
  public Throwable failure() {
    return requireNonNull(getCause());
  }
}
