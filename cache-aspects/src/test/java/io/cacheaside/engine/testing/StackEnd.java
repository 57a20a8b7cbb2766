package io.cacheaside.engine.testing;

/** Runs something where the stack ends. */
public final class StackEnd {
  private static final long STACK_BYTES = 256 << 10;

  private StackEnd() {}

  /**
   * Runs both on a thread of its own, the action with less and less stack in use, until it throws
   * no {@link StackOverflowError}; returns when it has run.
   */
  public static void run(Runnable before, Runnable action) throws InterruptedException {
    Runnable both =
        () -> {
          before.run();
          descend(action);
        };
    Thread thread = new Thread(null, both, "stack end", STACK_BYTES);
    thread.start();
    thread.join();
  }

  @SuppressWarnings("InfiniteRecursion") // this is how the stack ends
  private static void descend(Runnable action) {
    try {
      descend(action);
    } catch (StackOverflowError e) {
      action.run();
    }
  }
}
