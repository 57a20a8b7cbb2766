package io.cacheaside.background;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the framework's threads, as daemons, in the JVM's topmost thread group. Whoever runs a
 * program in a group of its own, as Maven's {@code exec:java} does, waits at its end for all
 * threads that are in there.
 */
public final class RootThreads {
  private static final long DEFAULT_STACK = 0;

  private RootThreads() {}

  /** Returns the topmost group, or the one nearest to it that may be used. */
  public static ThreadGroup group() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    try {
      while (group.getParent() != null) {
        group = group.getParent();
      }
    } catch (SecurityException e) {
      // a sandbox keeps its threads
    }
    return group;
  }

  /** Returns a thread that has not begun; it inherits no thread-locals. */
  public static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(group(), task, name, DEFAULT_STACK, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Makes threads of one name. */
  public static ThreadFactory daemons(String name) {
    return task -> daemon(name, task);
  }
}
