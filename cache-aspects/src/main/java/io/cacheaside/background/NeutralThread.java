package io.cacheaside.background;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A thread without an application, for what initializes once in a JVM and stays. A thread that is
 * started keeps the context class loader and, before Java 24, the protection domains of whoever
 * started it; an exception in a static field keeps the classes on the stack that made it. So what
 * the first application initializes could keep all of it in memory, after its end.
 */
public final class NeutralThread {
  private static final long PATIENCE_MILLIS = 200;

  private NeutralThread() {}

  /** Initializes a class of a library. */
  public static void initialize(Class<?> type) {
    run(
        () -> {
          try {
            Class.forName(type.getName(), true, type.getClassLoader());
          } catch (ClassNotFoundException | LinkageError e) {
            // Whoever needs it will see.
          }
        });
  }

  /**
   * Waits for it, for a short time: if the pool has no free thread, somebody else will have to do
   * the same, and an application can stay in memory. The code of the task must be here: the class
   * of a caller may be initializing, and would wait for it.
   */
  private static void run(Runnable task) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    Runnable submission =
        () ->
            ForkJoinPool.commonPool()
                .execute(
                    () -> {
                      try {
                        task.run();
                      } finally {
                        done.complete(null);
                      }
                    });
    // a worker that the pool has to make for it joins the thread group of who submits it
    try {
      RootThreads.daemon("cacheaside-neutral", submission).start();
    } catch (OutOfMemoryError e) {
      return; // no thread can be had; classes that need this must not fail to initialize
    }
    try {
      done.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It costs memory at worst.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the thread that the JDK has for {@link CompletableFuture#orTimeout}; it never ends. */
  public static void startDelays() {
    run(() -> new CompletableFuture<@Nullable Void>().orTimeout(1, TimeUnit.NANOSECONDS));
  }
}
