package io.cacheaside.store.redis.command;

import io.cacheaside.spi.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;

/** Answers to commands that were sent together. */
public final class Answers {
  private Answers() {}

  /** Lets the second fail if the first does. */
  public static void failTogether(CompletableFuture<?> first, CompletableFuture<?> second) {
    var unused =
        first.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                second.completeExceptionally(failure);
              }
            });
  }

  /** Returns how many keys of all parts existed; it fails if one of the parts does. */
  public static CompletableFuture<Long> merged(List<Store.Part> parts) {
    return merged(parts.stream().map(Store.Part::answer).toList(), Long::sum, 0L);
  }

  /**
   * Returns one answer for all; it fails if one of them does.
   *
   * @param none the answer if there are no commands
   */
  public static <T> CompletableFuture<T> merged(
      List<? extends CompletableFuture<T>> calls, BinaryOperator<T> merge, T none) {
    CompletableFuture<T> merged = null;
    for (CompletableFuture<T> call : calls) {
      merged = merged == null ? call : merged.thenCombine(call, merge);
    }
    return merged == null ? CompletableFuture.completedFuture(none) : merged;
  }
}
