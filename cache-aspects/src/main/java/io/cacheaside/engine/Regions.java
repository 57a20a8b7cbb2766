package io.cacheaside.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regions of one engine: those that the configuration, a compiled annotation or a row of the
 * journal names. Threadsafe.
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
}
