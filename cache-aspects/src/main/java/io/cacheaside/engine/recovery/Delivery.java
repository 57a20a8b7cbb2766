package io.cacheaside.engine.recovery;

import io.cacheaside.background.NeverThrowing;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Entry;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends invalidations to the store, each as its region wants it: with or without time to settle, or
 * as the clearing of the region. Here a target becomes what the store knows it by. What was
 * acknowledged is told on. Threadsafe.
 */
public final class Delivery {
  /** How many are sent before an answer is waited for. */
  public static final int WINDOW = 1_000;

  private final Store store;
  private final Consumer<Collection<? extends Target>> acknowledged;

  /**
   * Creates a delivery.
   *
   * @param acknowledged told of the targets whose invalidation the store has acknowledged, on the
   *     thread that completes the store's answer
   */
  public Delivery(Store store, Consumer<Collection<? extends Target>> acknowledged) {
    this.store = store;
    this.acknowledged = acknowledged;
  }

  /**
   * Targets whose invalidation was sent together.
   *
   * @param answer the store's own future: whoever completes it tells the store
   */
  public record Sent(List<? extends Target> targets, CompletableFuture<?> answer) {

    boolean isDelivered() {
      return answer.isDone() && !answer.isCompletedExceptionally();
    }

    /** Returns why it failed, or null if it did not, or is not answered yet. */
    public @Nullable Throwable failure() {
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

    /**
     * Returns whether somebody said no, which may be about the targets, and not the way to them.
     */
    boolean isRefused() {
      Throwable failure = failure();
      return failure instanceof StoreException e
          ? e.reason() == Reason.REFUSED || e.reason() == Reason.FOREIGN
          : failure instanceof RuntimeException && !(failure instanceof CancellationException);
    }
  }

  /**
   * Invalidates the targets, as many together as the store sends together. What the store throws is
   * the failure of those that it concerns.
   *
   * @return what was sent, each target once
   */
  public List<Sent> send(Collection<Target> targets) {
    List<Sent> sent = new ArrayList<>(1);
    Map<Long, List<Entry>> bySettleMillis = new TreeMap<>();
    for (Target target : targets) {
      if (target instanceof Entry entry) {
        bySettleMillis
            .computeIfAbsent(entry.region().settleMillis(), settle -> new ArrayList<>())
            .add(entry);
      } else {
        sent.add(cleared(target));
      }
    }
    bySettleMillis.forEach((settle, together) -> sendTogether(together, settle, sent));
    sent.forEach(this::tellOn);
    return sent;
  }

  /** Sends what was refused before one by one, and the rest together. */
  List<Sent> sendAgain(Collection<Undelivered> undelivered) {
    List<Target> together = new ArrayList<>();
    undelivered.stream().filter(u -> !u.isRefused()).forEach(u -> together.add(u.target()));
    List<Sent> sent = new ArrayList<>(send(together));
    undelivered.stream()
        .filter(Undelivered::isRefused)
        .forEach(u -> sent.addAll(send(List.of(u.target()))));
    return sent;
  }

  /** Returns a future that completes when all have an answer, be it a failure. */
  static CompletableFuture<@Nullable Void> answers(Collection<Sent> sent) {
    return CompletableFuture.allOf(
        sent.stream().map(Sent::answer).toArray(CompletableFuture[]::new));
  }

  private Sent cleared(Target whole) {
    Key generation = whole.region().generationKey();
    return new Sent(List.of(whole), NeverThrowing.call(() -> store.clear(generation)));
  }

  private void sendTogether(List<Entry> entries, long settleMillis, List<Sent> sent) {
    List<Key> keys = entries.stream().map(Entry::key).toList();
    try {
      List<Store.Part> parts = store.invalidateInParts(keys, settleMillis);
      if (parts.size() == 1) {
        sent.add(new Sent(entries, parts.get(0).answer()));
        return;
      }
      Map<Key, Entry> byKey = new HashMap<>();
      entries.forEach(entry -> byKey.put(entry.key(), entry));
      for (Store.Part part : parts) {
        List<Entry> some =
            part.keys().stream().map(byKey::get).map(Objects::requireNonNull).toList();
        sent.add(new Sent(some, part.answer()));
      }
    } catch (Throwable e) {
      sent.add(new Sent(entries, CompletableFuture.failedFuture(e)));
    }
  }

  private void tellOn(Sent sent) {
    var unused =
        sent.answer()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    acknowledged.accept(sent.targets());
                  }
                });
  }

  /** Returns these in their order, as many together as are sent at once. */
  public static <T> List<List<T>> windows(List<T> all) {
    List<List<T>> windows = new ArrayList<>(1);
    for (int from = 0; from < all.size(); from += WINDOW) {
      windows.add(all.subList(from, Math.min(all.size(), from + WINDOW)));
    }
    return windows;
  }
}
