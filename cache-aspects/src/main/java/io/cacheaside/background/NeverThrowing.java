package io.cacheaside.background;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of what has to answer with a future and may throw all the same, as a store of the
 * application's own may, and everything where memory or stack end.
 */
public final class NeverThrowing {
  private NeverThrowing() {}

  /** Returns the answer to the call; one that throws, be it an Error, has failed with that. */
  public static <T extends @Nullable Object> CompletableFuture<T> call(
      Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
