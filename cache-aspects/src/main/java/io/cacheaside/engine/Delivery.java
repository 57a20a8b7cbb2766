package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends invalidations to the store, each as its region wants it: with or without time to settle, or
 * as the clearing of the region. What was acknowledged is told on. Threadsafe.
 */
final class Delivery {
  private final Store store;
  private final Regions regions;
  private final Consumer<Collection<Key>> acknowledged;

  /**
   * Creates a delivery.
   *
   * @param acknowledged told of the keys whose invalidation the store has acknowledged, on the
   *     thread that completes the store's answer
   */
  Delivery(Store store, Regions regions, Consumer<Collection<Key>> acknowledged) {
    this.store = store;
    this.regions = regions;
    this.acknowledged = acknowledged;
  }

  /**
   * Invalidates the keys; one of a generation stands for its region, which is cleared. Never
   * throws: a store that does has failed.
   */
  CompletableFuture<?> send(List<Key> keys) {
    CompletableFuture<?> answer;
    try {
      answer = sendEach(keys);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                acknowledged.accept(keys);
              }
            });
    return answer;
  }

  private CompletableFuture<?> sendEach(List<Key> keys) {
    Map<Long, List<Key>> bySettleMillis = new TreeMap<>();
    List<CompletableFuture<?>> calls = new ArrayList<>(1);
    for (Key key : keys) {
      if (regions.isGeneration(key)) {
        calls.add(store.bump(key));
      } else {
        bySettleMillis
            .computeIfAbsent(regions.of(key).settleMillis(), settle -> new ArrayList<>())
            .add(key);
      }
    }
    bySettleMillis.forEach((settle, together) -> calls.add(store.invalidate(together, settle)));
    return calls.size() == 1
        ? calls.get(0)
        : CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
  }
}
