package io.cacheaside.transaction;

import io.cacheaside.background.RootThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the end of transactions that tell nobody of it, by looking again and again whether their
 * connections are still theirs. The thread that looks is there as long as there is such a
 * transaction. Threadsafe.
 */
final class UntoldEnds {
  private static final long LOOK_NANOS = 5_000_000;

  /** Changed under its own lock. */
  private static final List<Awaited> AWAITED = new CopyOnWriteArrayList<>();

  private UntoldEnds() {}

  /**
   * What waits for their end.
   *
   * @param holders {@link ActiveHolders} of them
   * @param state what is kept for the owner until then
   * @param then never throws
   */
  record Awaited(List<Object> holders, Object owner, Object state, Runnable then) {
    private boolean isOver() {
      return holders.stream().noneMatch(ActiveHolders::mayBeActive);
    }
  }

  /**
   * Waits on a thread of its own until none of the holders belongs to a transaction under way any
   * more; if there is no thread to be had, not at all.
   */
  static void await(Awaited awaited) {
    synchronized (AWAITED) {
      AWAITED.add(awaited);
      if (AWAITED.size() > 1) {
        return; // somebody looks already
      }
    }
    try {
      RootThreads.daemon("cacheaside-transaction-ends", UntoldEnds::look).start();
    } catch (Throwable e) {
      List<Awaited> all;
      synchronized (AWAITED) {
        all = List.copyOf(AWAITED);
        AWAITED.clear();
      }
      all.forEach(each -> each.then().run());
    }
  }

  private static void look() {
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      for (Awaited each : List.copyOf(AWAITED)) {
        if (each.isOver()) {
          each.then().run();
          synchronized (AWAITED) {
            AWAITED.remove(each);
            if (AWAITED.isEmpty()) {
              return;
            }
          }
        }
      }
    }
  }

  /** Returns what is kept for the owner until transactions end that have one of the holders. */
  static List<Object> states(Object owner, List<Object> holders) {
    List<Object> states = new ArrayList<>(1);
    for (Awaited each : AWAITED) {
      if (each.owner() == owner
          && each.holders().stream()
              .anyMatch(one -> holders.stream().anyMatch(two -> one == two))) {
        states.add(each.state());
      }
    }
    return states;
  }

  static boolean isEmpty() {
    return AWAITED.isEmpty();
  }
}
