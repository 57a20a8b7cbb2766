package io.cacheaside.weaving;

import io.cacheaside.key.Names;
import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The regions that annotated methods are in. Not threadsafe. */
public final class RegionUse {

  private final Set<String> all = new TreeSet<>();
  private final Set<String> read = new TreeSet<>();

  /** Each with the first method that invalidates in it, without those that are silenced. */
  private final Map<String, String> written = new TreeMap<>();

  RegionUse() {}

  /**
   * Adds the regions of a method.
   *
   * @param isSilenced whether nobody wants to hear that the method removes nothing here
   */
  void add(ScannedMethod method, boolean isSilenced) {
    for (CacheAnnotation annotation : method.annotations()) {
      String region = annotation.region().isEmpty() ? Names.DEFAULT_REGION : annotation.region();
      all.add(region);
      if (annotation.kind() == Kind.CACHE_ASIDE) {
        read.add(region);
      } else if (!isSilenced) {
        written.putIfAbsent(region, method.toString());
      }
    }
  }

  /** Returns whether there is no annotated method at all. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether a method caches or invalidates in a region. */
  public boolean knows(String region) {
    return all.contains(region);
  }

  /** Returns the regions that methods cache in, in alphabetical order. */
  public Set<String> read() {
    return Collections.unmodifiableSet(read);
  }

  /** Returns the regions that methods cache or invalidate in, in alphabetical order. */
  public Set<String> all() {
    return Collections.unmodifiableSet(all);
  }

  /**
   * Returns the regions that methods invalidate in and none caches in, each with one of these
   * methods; none if nothing is cached at all, as in an application that only writes. Methods on
   * which {@code CA146} is silenced are left out.
   */
  public Map<String, String> unread() {
    Map<String, String> unread = new TreeMap<>(written);
    unread.keySet().removeAll(read);
    return read.isEmpty() ? Map.of() : unread;
  }
}
