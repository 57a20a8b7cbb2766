package io.cacheaside.faults.workload;

import static java.util.Objects.requireNonNull;

import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.HistoryWriter;
import io.cacheaside.faults.history.Populated;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records the grants, populates, releases and deletes of a store, those of the background included.
 * A proxy and not a decorator: what it does not record must reach the store as it is, also what the
 * store will learn to do one day.
 */
final class RecordingStore implements InvocationHandler {
  private final Store store;
  private final HistoryWriter history;

  /** The rows whose last delete was not acknowledged: a clearing of the region stands for them. */
  private final Set<Integer> undelivered = ConcurrentHashMap.newKeySet();

  private RecordingStore(Store store, HistoryWriter history) {
    this.store = store;
    this.history = history;
  }

  /** Returns the store, recorded. */
  static Store around(Store store, HistoryWriter history) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            new RecordingStore(store, history));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    long begin = System.nanoTime();
    Object result;
    try {
      result = method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      Throwable thrown = requireNonNull(e.getCause());
      threw(method, arguments, begin, thrown);
      throw thrown;
    }
    if (arguments != null && result instanceof CompletableFuture<?> future) {
      switch (method.getName()) {
        case "acquire" -> granted(arguments, begin, future);
        case "populate" -> populated(arguments, begin, future);
        case "release" -> released(arguments, begin);
        case "invalidate" -> deleted((List<?>) arguments[0], begin, future);
        case "clear" -> cleared(begin, future);
        default -> {}
      }
    }
    if (method.getName().equals("invalidateInParts") && result instanceof List<?> parts) {
      for (Object each : parts) {
        Store.Part part = (Store.Part) each;
        deleted(part.keys(), begin, part.answer());
      }
    }
    return result;
  }

  /** What threw may have been done all the same, and nobody knows it. */
  private void threw(Method method, Object @Nullable [] arguments, long begin, Throwable failure) {
    if (arguments != null) {
      switch (method.getName()) {
        case "populate" -> populated(arguments, begin, CompletableFuture.failedFuture(failure));
        case "release" -> released(arguments, begin);
        case "invalidate", "invalidateInParts" ->
            deleted((List<?>) arguments[0], begin, CompletableFuture.failedFuture(failure));
        default -> {}
      }
    }
  }

  /** The times of answers are taken here, after they came: an interval that is too long is safe. */
  private void granted(Object[] arguments, long begin, CompletableFuture<?> future) {
    int row = RowKeys.row((Key) arguments[0]);
    long token = number(arguments[1]);
    if (row >= 0) {
      var unused =
          future.whenComplete(
              (grant, failure) -> {
                if (grant instanceof Grant.Granted) {
                  append(EventKind.GRANTED, 0, row, token, begin);
                }
              });
    }
  }

  private void populated(Object[] arguments, long begin, CompletableFuture<?> future) {
    int row = RowKeys.row((Key) arguments[0]);
    long token = number(arguments[1]);
    if (row >= 0) {
      var unused =
          future.whenComplete(
              (stored, failure) -> {
                Populated outcome =
                    failure != null
                        ? Populated.UNKNOWN
                        : Boolean.TRUE.equals(stored) ? Populated.STORED : Populated.REFUSED;
                append(EventKind.POPULATED, outcome.number(), row, token, begin);
              });
    }
  }

  private void released(Object[] arguments, long begin) {
    int row = RowKeys.row((Key) arguments[0]);
    if (row >= 0) {
      history.append(EventKind.RELEASED, 0, row, number(arguments[1]), begin, begin);
    }
  }

  private void deleted(List<?> keys, long begin, CompletableFuture<?> future) {
    int[] rows =
        keys.stream().mapToInt(key -> RowKeys.row((Key) key)).filter(row -> row >= 0).toArray();
    if (rows.length > 0) {
      var unused =
          future.whenComplete(
              (count, failure) -> {
                for (int row : rows) {
                  if (failure == null) {
                    undelivered.remove(row);
                  } else {
                    undelivered.add(row);
                  }
                  append(EventKind.DELETED, failure == null ? 1 : 0, row, 0, begin);
                }
              });
    }
  }

  private void cleared(long begin, CompletableFuture<?> future) {
    var unused =
        future.whenComplete(
            (generation, failure) -> {
              if (failure == null) {
                for (Integer row : List.copyOf(undelivered)) {
                  append(EventKind.CLEARED, 1, row, 0, begin);
                  undelivered.remove(row);
                }
              }
            });
  }

  private void append(EventKind kind, int detail, int row, long number, long begin) {
    history.append(kind, detail, row, number, begin, System.nanoTime());
  }

  /** Tokens of one run differ in this number: the instance is random, the sequence a counter. */
  private static long number(Object token) {
    LeaseToken lease = (LeaseToken) token;
    return lease.instance() * 31 + lease.sequence();
  }
}
