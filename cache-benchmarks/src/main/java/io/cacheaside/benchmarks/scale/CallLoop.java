package io.cacheaside.benchmarks.scale;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Threads that make the same call again and again until they are stopped. */
final class CallLoop implements AutoCloseable {
  private final LongAdder calls = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** One call. */
  interface Call {
    /**
     * Calls.
     *
     * @param thread the number of the calling thread, from 0
     * @param turn how often this thread called before
     * @return false if there is nothing left to do
     */
    boolean run(int thread, long turn) throws Exception;
  }

  private CallLoop() {}

  static CallLoop start(int count, ThreadFactory factory, Call call) {
    CallLoop loop = new CallLoop();
    for (int i = 0; i < count; i++) {
      int number = i;
      loop.threads.add(factory.newThread(() -> loop.repeat(number, call)));
    }
    loop.threads.forEach(Thread::start);
    return loop;
  }

  private void repeat(int number, Call call) {
    try {
      for (long turn = 0; !stopped && call.run(number, turn); turn++) {
        calls.increment();
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  long calls() {
    return calls.sum();
  }

  /** Waits for the calls under way. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a measured call failed: " + failed, failed);
    }
  }

  /** Returns a factory of virtual threads, or null on a Java that has none. */
  static @Nullable ThreadFactory virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (NoSuchMethodException | ClassNotFoundException e) {
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads cannot be made: " + e, e);
    }
  }
}
