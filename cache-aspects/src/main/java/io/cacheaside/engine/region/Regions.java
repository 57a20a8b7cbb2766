package io.cacheaside.engine.region;

import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regions of one engine: those that the configuration, a compiled annotation or a row of the
 * journal names. Threadsafe.
 */
public final class Regions {
  private final String app;
  private final Map<String, SettingValues> settings;
  private final ConcurrentHashMap<String, Region> known = new ConcurrentHashMap<>();

  /**
   * Creates the regions of an application.
   *
   * @param settings those of the regions that the configuration names; each of these is known
   */
  public Regions(String app, Map<String, SettingValues> settings) {
    this.app = app;
    this.settings = Map.copyOf(settings);
    this.settings.keySet().forEach(this::named);
  }

  /** Returns what the configuration says about a region. */
  public SettingValues settings(String name) {
    return settings.getOrDefault(name, SettingValues.NONE);
  }

  /** Returns the region, which is known from now on. */
  public Region named(String name) {
    Region region = known.get(name);
    return region != null ? region : known.computeIfAbsent(name, this::make);
  }

  private Region make(String name) {
    SettingValues chosen = settings(name);
    return new Region(
        name,
        KeySpace.generationKey(app, name),
        chosen.get(RegionSettings.SETTLE).toMillis(),
        chosen.get(RegionSettings.FENCE).toMillis());
  }

  /** Returns the regions known so far; the list is a copy. */
  public List<Region> known() {
    return List.copyOf(known.values());
  }
}
