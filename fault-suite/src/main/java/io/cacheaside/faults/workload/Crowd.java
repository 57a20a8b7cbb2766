package io.cacheaside.faults.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Calls that begin together: each on a virtual thread of its own where the JDK has them, else from
 * as many platform threads as a machine bears. Thousands of these would starve everything else on
 * it, Redis among it.
 */
final class Crowd {
  private static final int PLATFORM_THREADS = 1_000;
  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private Crowd() {}

  /**
   * Makes the calls, and returns when all have ended.
   *
   * @param size how many
   * @param call is given its number, from 0
   * @throws IllegalStateException if not all of them returned
   */
  static void of(int size, IntConsumer call) throws InterruptedException {
    int callers = VIRTUAL ? size : Math.min(size, PLATFORM_THREADS);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger returned = new AtomicInteger();
    List<Thread> threads = new ArrayList<>(callers);
    for (int i = 0; i < callers; i++) {
      int first = i;
      threads.add(
          start(
              () -> {
                await(gate);
                for (int number = first; number < size; number += callers) {
                  call.accept(number);
                  returned.incrementAndGet();
                }
              }));
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    if (returned.get() < size) {
      throw new IllegalStateException(
          "of " + size + " calls " + returned.get() + " returned; the errors are above");
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts these threads", e);
    }
  }

  private static Thread start(Runnable task) {
    if (!VIRTUAL) {
      Thread thread = new Thread(task, "crowd");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has virtual threads, but starts none", e);
    }
  }
}
