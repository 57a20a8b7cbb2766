package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The runtimes of the contexts in this JVM: several in tests, whose contexts Spring keeps open. Not
 * for applications. Threadsafe.
 */
public final class ContextRuntimes {
  private static final Set<CacheAsideRuntime> KNOWN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private ContextRuntimes() {}

  static CacheAsideRuntime add(CacheAsideRuntime runtime) {
    KNOWN.add(runtime);
    return runtime;
  }

  /**
   * Returns the runtime of a context: the only one, or the primary one, or else the last that was
   * made, which is in force; null if there is none.
   */
  public static @Nullable CacheAsideRuntime of(ObjectProvider<CacheAsideRuntime> runtimes) {
    CacheAsideRuntime unique = runtimes.getIfUnique();
    return unique != null ? unique : runtimes.stream().reduce((one, next) -> next).orElse(null);
  }

  /** Takes out of force what contexts have put in force; what a test has installed itself stays. */
  public static void deactivateAll() {
    synchronized (KNOWN) {
      KNOWN.forEach(CacheAsideRuntime::deactivate);
    }
  }

  /**
   * Returns whether the one in force is that of another context.
   *
   * @param own that of the context that asks; null if it has none
   */
  public static boolean isAnotherInForce(@Nullable CacheAsideRuntime own) {
    return CacheAsideRuntime.inForce()
        .map(inForce -> inForce != own && KNOWN.contains(inForce))
        .orElse(own != null);
  }
}
