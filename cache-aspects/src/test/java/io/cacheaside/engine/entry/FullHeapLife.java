package io.cacheaside.engine.entry;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.testing.Await;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program whose heap is full for moments while its threads read and write through the cache. It
 * prints {@code healthy} if the cache serves right values as hits in the end, and owes nothing.
 */
final class FullHeapLife {
  private static final int ROWS = 50;
  private static final int THREADS = 4;
  private static final int MOMENTS = 15;
  private static final int BALLAST_BYTES = 16 << 10;

  private static final AtomicIntegerArray VERSIONS = new AtomicIntegerArray(ROWS);
  private static final CallSite ROW = site("row");
  private static final CallSite SAVE = site("save");
  private static volatile boolean stopped;
  private static final AtomicLong ALLOCATED = new AtomicLong();

  private FullHeapLife() {}

  /** The annotated methods; the program calls the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "row:{id}", ttl = "5m")
    static Integer row(int id) {
      return id;
    }

    @Invalidate(key = "row:{id}")
    static void save(int id) {}
  }

  private static CallSite site(String name) {
    for (Method method : Annotated.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new CallSite(new AnnotatedMethod(method, List.of("id")));
      }
    }
    throw new IllegalArgumentException(name);
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (CacheAsideRuntime runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .app("heap")
                .redis(arguments[0])
                .requireRedisAtStart(true)
                .build())) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(new Thread(FullHeapLife::work, "worker-" + i));
      }
      threads.forEach(Thread::start);
      for (int moment = 0; moment < MOMENTS; moment++) {
        fillTheHeap();
        Thread.sleep(50); // lets the others run between the moments, nothing depends on it
      }
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
      Await.until("nothing is undelivered", () -> runtime.undeliveredKeys() == 0);
      Await.until("the breaker is closed", () -> !runtime.isBreakerOpen());
      for (int id = 0; id < ROWS; id++) {
        int row = id;
        Await.until("row " + row + " is a hit and right", () -> isRightHit(row));
      }
      System.out.println("pieces of ballast: " + ALLOCATED);
      System.out.println("healthy");
    }
  }

  /** Until an allocation fails here; those of the others fail meanwhile. */
  private static void fillTheHeap() {
    List<byte[]> ballast = new ArrayList<>(10_000);
    try {
      while (true) {
        ballast.add(new byte[BALLAST_BYTES]);
      }
    } catch (OutOfMemoryError e) {
      ALLOCATED.addAndGet(ballast.size());
    }
  }

  private static void work() {
    for (int i = 0; !stopped; i++) {
      int id = i % ROWS;
      try {
        if (i % 7 == 0) {
          write(id);
        } else {
          Object outcome = CacheEngine.installed().read(ROW, null, new Object[] {id});
          if (outcome instanceof Load load) {
            load.completed(VERSIONS.get(id));
          }
        }
      } catch (Throwable e) {
        // This code allocates, too.
      }
    }
  }

  private static void write(int id) {
    Write write = CacheEngine.installed().writeBegins(SAVE, null, new Object[] {id});
    VERSIONS.incrementAndGet(id);
    write.ended(null, true);
  }

  private static boolean isRightHit(int id) {
    try {
      Object outcome = CacheEngine.installed().read(ROW, null, new Object[] {id});
      if (outcome instanceof Load load) {
        load.completed(VERSIONS.get(id));
        return false;
      }
      if (!outcome.equals(VERSIONS.get(id))) {
        System.out.println("row " + id + " is old");
        return false;
      }
      return true;
    } catch (Throwable e) {
      throw new AssertionError("the cache broke a read", e);
    }
  }
}
