package io.cacheaside.store.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;

/** Answers to commands that were sent together. */
final class Answers {
  private Answers() {}

  /**
   * Returns one answer for all; it fails if one of them does.
   *
   * @param none the answer if there are no commands
   */
  static <T> CompletableFuture<T> merged(
      List<? extends CompletableFuture<T>> calls, BinaryOperator<T> merge, T none) {
    CompletableFuture<T> merged = null;
    for (CompletableFuture<T> call : calls) {
      merged = merged == null ? call : merged.thenCombine(call, merge);
    }
    return merged == null ? CompletableFuture.completedFuture(none) : merged;
  }
}
