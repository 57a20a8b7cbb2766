package io.cacheaside.store.redis.connection;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Finds a live one among the client library's executors. */
final class EventLoops {
  private EventLoops() {}

  /**
   * An executor whose thread died takes nothing any more, be it since a moment ago; then another
   * one is asked.
   *
   * @throws RejectedExecutionException if none takes the task
   */
  static void schedule(EventExecutorGroup group, Runnable task, long millis) {
    if (isTaken(group.next(), task, millis)) {
      return;
    }
    for (EventExecutor executor : group) {
      if (isTaken(executor, task, millis)) {
        return;
      }
    }
    throw new RejectedExecutionException("the client is closed");
  }

  private static boolean isTaken(EventExecutor executor, Runnable task, long millis) {
    if (executor.isShuttingDown()) {
      return false;
    }
    try {
      var unused = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
