package io.cacheaside.engine.entry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this JVM that are installed, in the order in which they were put in force: the
 * last one is in force for woven code. Threadsafe; to ask costs one volatile read.
 */
final class InForce {
  /** Guarded by its lock. */
  private static final List<CacheEngine> INSTALLED = new ArrayList<>();

  private static volatile @Nullable CacheEngine last;

  private InForce() {}

  /** Returns the engine in force, or null if there is none. */
  static @Nullable CacheEngine engine() {
    return last;
  }

  /**
   * Puts an engine in force, above those that are installed.
   *
   * @return false if it is closed: then nothing changes
   */
  static boolean put(CacheEngine engine) {
    synchronized (INSTALLED) {
      if (engine.isClosed()) {
        return false;
      }
      INSTALLED.remove(engine);
      INSTALLED.add(engine);
      last = engine;
      return true;
    }
  }

  /** Takes an engine out, wherever it is; the one below the last takes the place of the last. */
  static void remove(CacheEngine engine) {
    synchronized (INSTALLED) {
      INSTALLED.remove(engine);
      last = INSTALLED.isEmpty() ? null : INSTALLED.get(INSTALLED.size() - 1);
    }
  }
}
