package io.cacheaside.benchmarks.contenders;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads that JMH measures with: platform threads or virtual ones, as was last asked for. JMH
 * by itself keeps to one kind for the life of a JVM.
 */
public final class Workers extends AbstractExecutorService {
  private static volatile boolean virtual;

  private final ExecutorService threads;

  /**
   * Called by JMH, once for each benchmark.
   *
   * @param count how many there are at most
   * @param prefix of their names, not used
   */
  public Workers(int count, String prefix) {
    threads = virtual ? virtualThreads() : Executors.newFixedThreadPool(count, Workers::platform);
  }

  /** Makes JMH of this JVM use this class; to be called before its first benchmark. */
  static void install() {
    System.setProperty("jmh.executor", "CUSTOM");
    System.setProperty("jmh.executor.class", Workers.class.getName());
  }

  /** Chooses the kind of threads for the benchmarks that begin from now on. */
  static void useVirtual(boolean yes) {
    virtual = yes;
  }

  private static Thread platform(Runnable task) {
    Thread thread = new Thread(task, "worker");
    thread.setDaemon(true);
    return thread;
  }

  /** The method is of JDK 21, this is compiled for 17. */
  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads need JDK 21 or later", e);
    }
  }

  @Override
  public void execute(Runnable command) {
    threads.execute(command);
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
