package io.cacheaside.benchmarks.scale;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.testing.ParentJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One JVM of several that use the same cache; does what lines of its standard input say, and
 * answers each with a line. Ends with its input.
 */
public final class FleetMember {
  private final Library library = new Library();

  private FleetMember() {}

  /**
   * Obeys until the input ends.
   *
   * @param arguments the URI of Redis
   */
  public static void main(String[] arguments) throws Exception {
    FleetMember member = new FleetMember();
    try (CacheAsideRuntime ignored = CacheAsideRuntime.install(Scale.config(arguments[0]))) {
      for (long i = 0; i < CallCosts.KEYS; i++) {
        member.library.small(CallCosts.FIRST + i);
      }
      new ParentJvm().serve(order -> member.obey(order.split(" ", -1)));
    }
  }

  private String obey(String[] words) throws Exception {
    return switch (words[0]) {
      case "hit" -> hit(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "stampede" ->
          stampede(
              Long.parseLong(words[1]),
              Integer.parseInt(words[2]),
              Long.parseLong(words[3]),
              Long.parseLong(words[4]));
      default -> throw new IOException("\"" + words[0] + "\" is no order");
    };
  }

  private String hit(int threads, long millis) throws InterruptedException {
    CallLoop.Call call =
        (thread, turn) -> library.small(CallCosts.FIRST + (turn & (CallCosts.KEYS - 1))).id() > 0;
    try (CallLoop loop = CallLoop.start(threads, Thread::new, call)) {
      Thread.sleep(millis);
      return String.valueOf(loop.calls());
    }
  }

  /** Asks with all threads at the same moment; answers with loads and the longest wait in ms. */
  private String stampede(long id, int threads, long startMillis, long loadMillis)
      throws InterruptedException {
    library.slowMillis(loadMillis);
    long loads = library.loads();
    AtomicLong longest = new AtomicLong();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(Math.max(0, startMillis - System.currentTimeMillis()));
                  long start = System.nanoTime();
                  library.slow(id);
                  long nanos = System.nanoTime() - start;
                  longest.accumulateAndGet(nanos, Math::max);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return (library.loads() - loads) + " " + longest.get() / 1e6;
  }
}
