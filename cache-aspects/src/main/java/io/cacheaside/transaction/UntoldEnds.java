package io.cacheaside.transaction;

import io.cacheaside.background.RootThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of transactions that tell nobody of it, by looking again and again whether their
 * connections are still theirs. The thread that looks is there as long as there is such a
 * transaction, whatever a look throws, and needs no memory; what waits for an end runs on a thread
 * of its own, so that no other waits for it. Threadsafe.
 */
final class UntoldEnds {
  private static final long LOOK_NANOS = 5_000_000;
  private static final Object LOCK = new Object();

  /** Those that are waited for; changed under the lock. Only the thread that looks removes. */
  private static volatile @Nullable Awaited first;

  /** Guarded by the lock. */
  private static @Nullable Thread looking;

  private UntoldEnds() {}

  /** What waits for the end of transactions. */
  static final class Awaited {
    private final List<Held> held;
    private final Object owner;
    private final Object state;
    private final Runnable then;

    /** Written under the lock; still leads on when this is removed. */
    private @Nullable Awaited next;

    private Awaited(List<Held> held, Object owner, Object state, Runnable then) {
      this.held = held;
      this.owner = owner;
      this.state = state;
      this.then = then;
    }

    private boolean isOver() {
      for (int i = 0; i < held.size(); i++) { // an iterator needs memory
        if (held.get(i).mayBeActive()) {
          return false;
        }
      }
      return true;
    }

    private boolean isFor(Object holder) {
      for (Held each : held) {
        if (each.isOf(holder)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Returns all that {@link #await} needs, so that it needs no memory.
   *
   * @param held of the transactions
   * @param state what is kept for the owner until their end
   * @param then never throws
   */
  static Awaited prepared(List<Held> held, Object owner, Object state, Runnable then) {
    return new Awaited(held, owner, state, then);
  }

  /** Waits until none of the transactions is under way any more. Once for each. */
  static void await(Awaited awaited) {
    synchronized (LOCK) {
      awaited.next = first;
      first = awaited;
    }
    seeToIt();
  }

  /** Sees to it that somebody looks; where there is no thread to be had, the next call does. */
  private static void seeToIt() {
    synchronized (LOCK) {
      if (first == null || (looking != null && looking.isAlive())) {
        return;
      }
      try {
        Thread thread = RootThreads.daemon("cacheaside-transaction-ends", UntoldEnds::look);
        thread.start();
        looking = thread;
      } catch (Throwable e) {
        looking = null;
      }
    }
  }

  private static void look() {
    boolean more = true;
    while (more) {
      try {
        LockSupport.parkNanos(LOOK_NANOS);
        lookOnce();
        more = isAnyLeft();
      } catch (Throwable e) {
        // Nobody else looks: the next time may succeed.
      }
    }
  }

  private static void lookOnce() {
    for (Awaited each = first; each != null; each = each.next) {
      try {
        if (each.isOver()) {
          remove(each);
          run(each.then);
        }
      } catch (Throwable e) {
        // The others are looked at, and this one again.
      }
    }
  }

  private static void remove(Awaited over) {
    synchronized (LOCK) {
      if (first == over) {
        first = over.next;
        return;
      }
      for (Awaited each = first; each != null; each = each.next) {
        if (each.next == over) {
          each.next = over.next;
          return;
        }
      }
    }
  }

  private static void run(Runnable then) {
    try {
      RootThreads.daemon("cacheaside-transaction-end", then).start();
    } catch (Throwable e) {
      then.run();
    }
  }

  private static boolean isAnyLeft() {
    synchronized (LOCK) {
      if (first != null) {
        return true;
      }
      looking = null;
      return false;
    }
  }

  /** Returns what is kept for the owner until transactions end that have one of the holders. */
  static List<Object> states(Object owner, List<Object> holders) {
    seeToIt();
    List<Object> states = new ArrayList<>(1);
    synchronized (LOCK) {
      for (Awaited each = first; each != null; each = each.next) {
        if (each.owner == owner && holders.stream().anyMatch(each::isFor)) {
          states.add(each.state);
        }
      }
    }
    return states;
  }

  static boolean isEmpty() {
    return first == null;
  }
}
