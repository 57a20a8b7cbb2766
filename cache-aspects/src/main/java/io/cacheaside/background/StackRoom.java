package io.cacheaside.background;

/**
 * Proves that the calling thread has stack left for what comes next. A {@link StackOverflowError}
 * between the taking of one of the JDK's locks and its {@code try} leaves that lock taken for ever,
 * and with it a timer dead; so whoever is about to use one asks first, where nothing is taken yet.
 */
public final class StackRoom {
  private static final int FRAMES = 200; // some 20 KB, more where nothing is compiled yet

  private StackRoom() {}

  /**
   * Returns if there is room.
   *
   * @throws StackOverflowError if there is not
   */
  public static void require() {
    if (descend(FRAMES, 1, 2, 3, 4) == 0) {
      throw new StackOverflowError(); // never: it lets the compiler drop nothing
    }
  }

  private static long descend(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a | b | c | d : descend(frames - 1, b, c, d, a) | a;
  }
}
