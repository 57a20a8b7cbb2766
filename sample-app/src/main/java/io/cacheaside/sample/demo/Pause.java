package io.cacheaside.sample.demo;

/** Waiting where no caller expects an {@link InterruptedException}. */
final class Pause {
  private Pause() {}

  /** Waits, or returns early with the thread's interrupt flag set. */
  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
