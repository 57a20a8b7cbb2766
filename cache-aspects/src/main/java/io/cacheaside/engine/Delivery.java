package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends invalidations to the store, each as its region wants it: with or without time to settle, or
 * as the clearing of the region. What was acknowledged is told on. Threadsafe.
 */
final class Delivery {
  /** How many keys are sent before an answer is waited for. */
  static final int WINDOW = 1_000;

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
   * Keys whose invalidation was sent together.
   *
   * @param answer the store's own future: whoever completes it tells the store
   */
  record Sent(List<Key> keys, CompletableFuture<?> answer) {

    boolean isDelivered() {
      return answer.isDone() && !answer.isCompletedExceptionally();
    }

    /** Returns why it failed, or null if it did not, or is not answered yet. */
    @Nullable Throwable failure() {
      if (!answer.isCompletedExceptionally()) {
        return null;
      }
      try {
        answer.join();
        return null;
      } catch (CancellationException e) {
        return e;
      } catch (CompletionException e) {
        return e.getCause() == null ? e : e.getCause();
      }
    }

    /** Returns whether somebody said no, which may be about the keys, and not the way to them. */
    boolean isRefused() {
      Throwable failure = failure();
      return failure instanceof StoreException e
          ? e.reason() == Reason.REFUSED || e.reason() == Reason.FOREIGN
          : failure instanceof RuntimeException && !(failure instanceof CancellationException);
    }
  }

  /**
   * Invalidates the keys, as many together as the store sends together; one of a generation stands
   * for its region, which is cleared. What the store throws, or a key that is none of ours, is the
   * failure of the keys that it concerns.
   *
   * @return what was sent, each key once
   */
  List<Sent> send(Collection<Key> keys) {
    List<Sent> sent = new ArrayList<>(1);
    Map<Long, List<Key>> bySettleMillis = new TreeMap<>();
    for (Key key : keys) {
      try {
        Region region = regions.of(key); // throws if it is none
        if (regions.isGeneration(key)) {
          sent.add(new Sent(List.of(key), store.bump(key)));
        } else {
          bySettleMillis
              .computeIfAbsent(region.settleMillis(), settle -> new ArrayList<>())
              .add(key);
        }
      } catch (Throwable e) {
        sent.add(failed(List.of(key), e));
      }
    }
    bySettleMillis.forEach((settle, together) -> sendTogether(together, settle, sent));
    sent.forEach(this::tellOn);
    return sent;
  }

  /** Sends what was refused before key by key, and the rest together. */
  List<Sent> sendAgain(Collection<Undelivered> undelivered) {
    List<Key> together = new ArrayList<>();
    undelivered.stream().filter(u -> !u.isRefused()).forEach(u -> together.add(u.key()));
    List<Sent> sent = new ArrayList<>(send(together));
    undelivered.stream()
        .filter(Undelivered::isRefused)
        .forEach(u -> sent.addAll(send(List.of(u.key()))));
    return sent;
  }

  /** Returns a future that completes when all have an answer, be it a failure. */
  static CompletableFuture<@Nullable Void> answers(Collection<Sent> sent) {
    return CompletableFuture.allOf(
        sent.stream().map(Sent::answer).toArray(CompletableFuture[]::new));
  }

  private void sendTogether(List<Key> keys, long settleMillis, List<Sent> sent) {
    try {
      for (Store.Part part : store.invalidateInParts(keys, settleMillis)) {
        sent.add(new Sent(part.keys(), part.answer()));
      }
    } catch (Throwable e) {
      sent.add(failed(keys, e));
    }
  }

  private static Sent failed(List<Key> keys, Throwable failure) {
    return new Sent(keys, CompletableFuture.failedFuture(failure));
  }

  private void tellOn(Sent sent) {
    var unused =
        sent.answer()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    acknowledged.accept(sent.keys());
                  }
                });
  }

  /** Returns the keys in their order, as many together as are sent at once. */
  static List<List<Key>> windows(List<Key> keys) {
    List<List<Key>> windows = new ArrayList<>(1);
    for (int from = 0; from < keys.size(); from += WINDOW) {
      windows.add(keys.subList(from, Math.min(keys.size(), from + WINDOW)));
    }
    return windows;
  }
}
