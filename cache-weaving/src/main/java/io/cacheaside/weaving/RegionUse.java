package io.cacheaside.weaving;

import io.cacheaside.key.Names;
import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The regions that annotated methods are in. Not threadsafe. */
public final class RegionUse {

  private final Set<String> all = new TreeSet<>();

  /** What is cached in each. */
  private final Map<String, List<Cached>> read = new TreeMap<>();

  /** Each with what invalidates in it, without what is silenced. */
  private final Map<String, List<Written>> written = new TreeMap<>();

  /**
   * What a method caches. Immutable.
   *
   * @param method for example {@code shop.Users.find(long)}
   * @param key its template
   */
  public record Cached(String method, String key) {}

  private record Written(String method, List<String> keys) {}

  /**
   * A method that invalidates in a region that nothing is cached in. Immutable.
   *
   * @param method for example {@code shop.Users.save(long)}
   * @param key one of its keys, if that is cached in one other region; else null
   * @param otherRegion that region; else null
   */
  public record Unread(String method, @Nullable String key, @Nullable String otherRegion) {}

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
        List<Cached> cached = read.computeIfAbsent(region, name -> new ArrayList<>());
        annotation.keys().forEach(key -> cached.add(new Cached(method.toString(), key)));
      } else if (!isSilenced) {
        written
            .computeIfAbsent(region, name -> new ArrayList<>())
            .add(new Written(method.toString(), annotation.keys()));
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
    return Collections.unmodifiableSet(read.keySet());
  }

  /** Returns what is cached in a region. */
  public List<Cached> cachedIn(String region) {
    return List.copyOf(read.getOrDefault(region, List.of()));
  }

  /** Returns the regions that methods cache or invalidate in, in alphabetical order. */
  public Set<String> all() {
    return Collections.unmodifiableSet(all);
  }

  /** Returns whether a method invalidates in a region that none caches in, as below. */
  public boolean hasUnread() {
    return !unread(UnaryOperator.identity()).isEmpty();
  }

  /**
   * Returns the regions that methods invalidate in and none caches in, each with one of these
   * methods, with one whose key is cached elsewhere if there is one; none if nothing is cached at
   * all, as in an application that only writes. Methods on which that is silenced are left out.
   *
   * @param form what templates have in common that stand for the same keys
   */
  public Map<String, Unread> unread(UnaryOperator<String> form) {
    Map<String, Unread> unread = new TreeMap<>();
    if (read.isEmpty()) {
      return unread;
    }
    Map<String, Set<String>> forms = new HashMap<>();
    read.forEach(
        (region, methods) ->
            methods.forEach(
                cached ->
                    forms
                        .computeIfAbsent(form.apply(cached.key()), each -> new TreeSet<>())
                        .add(region)));
    written.forEach(
        (region, methods) -> {
          if (!read.containsKey(region)) {
            unread.put(region, unread(methods, key -> forms.get(form.apply(key))));
          }
        });
    return unread;
  }

  private static Unread unread(
      List<Written> methods, Function<String, @Nullable Set<String>> regionsOf) {
    for (Written method : methods) {
      for (String key : method.keys()) {
        Set<String> regions = regionsOf.apply(key);
        if (regions != null && regions.size() == 1) {
          return new Unread(method.method(), key, regions.iterator().next());
        }
      }
    }
    return new Unread(methods.get(0).method(), null, null);
  }
}
