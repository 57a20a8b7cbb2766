package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The regions of one engine: those that the configuration or a compiled annotation names, and the
 * way from a physical key back to its region. Threadsafe.
 */
final class Regions {
  private final String app;
  private final Map<String, RegionSettings> settings;
  private final ConcurrentHashMap<String, Region> known = new ConcurrentHashMap<>();

  Regions(String app, Map<String, RegionSettings> settings) {
    this.app = app;
    this.settings = Map.copyOf(settings);
    this.settings.keySet().forEach(this::named);
  }

  /** Returns what the configuration says about a region. */
  RegionSettings settings(String name) {
    return settings.getOrDefault(name, RegionSettings.DEFAULTS);
  }

  /** Returns the region, which is known from now on. */
  Region named(String name) {
    Region region = known.get(name);
    return region != null ? region : known.computeIfAbsent(name, this::make);
  }

  private Region make(String name) {
    RegionSettings chosen = settings(name);
    return new Region(
        name,
        KeySpace.generationKey(app, name),
        chosen.settle().toMillis(),
        chosen.fence().toMillis());
  }

  /** Returns the regions known so far; the list is a copy. */
  List<Region> known() {
    return List.copyOf(known.values());
  }

  /** Returns the region of a key, be it an entry's or a generation's. */
  Region of(Key key) {
    for (Region region : known.values()) {
      if (KeySpace.isOfRegion(key, region.name())) {
        return region; // no garbage: a full outbox asks for each of its keys
      }
    }
    return named(KeySpace.regionName(key));
  }

  /** Returns the name of the region of a key, or "unknown" if the key is none of a cache. */
  String nameOf(Key key) {
    try {
      return of(key).name();
    } catch (IllegalArgumentException e) {
      return "unknown";
    }
  }

  /** Returns whether the key is a region's generation, which stands for all of its entries. */
  boolean isGeneration(Key key) {
    return KeySpace.isGeneration(key);
  }

  /**
   * Returns the region that has the most entries among the keys, or null if none has two: then
   * nothing is gained by putting a region in place of its keys.
   */
  @Nullable Region largest(List<? extends Collection<Key>> keys) {
    IdentityHashMap<Region, int[]> counts = new IdentityHashMap<>();
    Region largest = null;
    int most = 1;
    for (Collection<Key> some : keys) {
      for (Key key : some) {
        Region region = KeySpace.isGeneration(key) ? null : of(key);
        int[] count = region == null ? null : counts.computeIfAbsent(region, n -> new int[1]);
        if (count != null && ++count[0] > most) {
          most = count[0];
          largest = region;
        }
      }
    }
    return largest;
  }
}
