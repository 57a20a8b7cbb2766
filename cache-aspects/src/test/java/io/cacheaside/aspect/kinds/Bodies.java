package io.cacheaside.aspect.kinds;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads that bodies ran on. */
public final class Bodies {
  private static final List<Thread> RUNS = new ArrayList<>();

  private Bodies() {}

  static <T extends @Nullable Object> T ran(T result) {
    synchronized (RUNS) {
      RUNS.add(Thread.currentThread());
    }
    return result;
  }

  /** Returns them in the order of the runs, and forgets them. */
  public static List<Thread> runs() {
    synchronized (RUNS) {
      List<Thread> runs = List.copyOf(RUNS);
      RUNS.clear();
      return runs;
    }
  }
}
