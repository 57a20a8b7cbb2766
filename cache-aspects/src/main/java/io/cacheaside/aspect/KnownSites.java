package io.cacheaside.aspect;

import io.cacheaside.engine.entry.CallSite;
import java.lang.ref.WeakReference;
import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * Call sites that were asked for, as a shortcut: what it does not know is to be looked for
 * elsewhere. Keeps neither join points nor sites in memory. Threadsafe without locks: an entry is
 * immutable, and one that is lost in a race is added again.
 */
final class KnownSites {
  private static final int SIZE = 1024;

  private final @Nullable Entry[] entries = new Entry[SIZE];

  private static final class Entry extends WeakReference<JoinPoint.StaticPart> {
    final WeakReference<CallSite> site;

    Entry(JoinPoint.StaticPart joinPoint, CallSite site) {
      super(joinPoint);
      this.site = new WeakReference<>(site);
    }
  }

  private static int index(JoinPoint.StaticPart joinPoint) {
    return System.identityHashCode(joinPoint) & (SIZE - 1);
  }

  /** Returns the site, or null if it has to be looked for. */
  @Nullable CallSite get(JoinPoint.StaticPart joinPoint) {
    Entry entry = entries[index(joinPoint)];
    return entry != null && entry.refersTo(joinPoint) ? entry.site.get() : null;
  }

  /** Keeps a site, if there is room, and returns it. */
  CallSite add(JoinPoint.StaticPart joinPoint, CallSite site) {
    int index = index(joinPoint);
    Entry present = entries[index];
    if (present == null || present.refersTo(null)) { // two in one place must not chase each other
      entries[index] = new Entry(joinPoint, site);
    }
    return site;
  }
}
