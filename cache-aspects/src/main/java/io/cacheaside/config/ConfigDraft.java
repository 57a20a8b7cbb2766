package io.cacheaside.config;

import io.cacheaside.key.Names;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in the making: what is set so far, wherever it comes from, and all mistakes. What
 * is set later overrules what was set before. Not threadsafe.
 */
public final class ConfigDraft {
  /** The place of variables. */
  public static final String IN_ENVIRONMENT = "in the environment";

  private static final String IN_CODE = "in the code";
  private static final String IN_MAP = "in the map of settings";

  private final SettingTable table;
  private final Map<String, SettingValues> regions = new TreeMap<>();
  private final Map<String, String> places = new TreeMap<>();

  /** For each setting, with its region, the place that has set it. */
  private final Map<String, String> placesOfValues = new HashMap<>();

  private final Set<Setting<?>> refused = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private SettingValues values = SettingValues.NONE;

  /** Creates a draft in which nothing is set. */
  public ConfigDraft(SettingTable table) {
    this.table = table;
  }

  /** Sets something in code. */
  public <T> void set(Setting<T> setting, T value) {
    put(setting, null, value, setting.type().write(value), IN_CODE);
  }

  /** Sets something of a region in code. */
  public <T> void set(String region, Setting<T> setting, T value) {
    name(region, IN_CODE);
    put(setting, region, value, setting.type().write(value), IN_CODE);
  }

  /** Sets what a properties file in UTF-8 says. */
  public void properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          "properties file \"" + file + "\" cannot be read: " + e + "; check path and rights");
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((name, text) -> texts.put((String) name, (String) text));
    readAll(texts, "in " + file.getFileName());
  }

  /** Sets what those variables say that are the cache's. */
  public void environment(Map<String, String> variables) {
    Map<String, String> texts = new TreeMap<>();
    variables.forEach(
        (variable, text) -> {
          String name = table.nameOf(variable);
          if (name != null) {
            texts.put(name, text);
          }
        });
    readAll(texts, IN_ENVIRONMENT);
  }

  /** Sets what a map says, by the names of a file. */
  public void map(Map<String, String> texts) {
    map(texts, IN_MAP);
  }

  /** Sets what a map says, by the names of a file. */
  public void map(Map<String, String> texts, String place) {
    readAll(new TreeMap<>(texts), place);
  }

  private void readAll(Map<String, String> texts, String place) {
    texts.forEach(
        (name, text) -> {
          SettingTable.Named found = table.find(name);
          if (found != null) {
            read(found.setting(), found.region(), text, place);
          } else {
            String hint = table.hint(name, place.equals(IN_ENVIRONMENT));
            problems.add("setting \"" + name + "\" " + place + " is unknown; " + hint);
          }
        });
  }

  private <T> void read(
      Setting<T> setting, @Nullable String region, @Nullable String value, String place) {
    if (region != null) {
      name(region, place);
    }
    if (value == null) {
      refuse(setting, region, "", place, "is null; leave it out if nothing is to be set");
      return;
    }
    String text = value.strip();
    try {
      put(setting, region, setting.type().read(text), text, place);
    } catch (IllegalArgumentException e) {
      refuse(setting, region, setting.shown(text), place, e.getMessage());
    }
  }

  private <T> void put(
      Setting<T> setting, @Nullable String region, T value, String text, String place) {
    String finding = setting.type().finding(value);
    if (finding != null) {
      refuse(setting, region, setting.shown(text), place, finding);
      return;
    }
    placesOfValues.put(setting.in(region), place);
    if (region == null) {
      values = values.with(setting, value);
    } else {
      SettingValues before = regions.getOrDefault(region, SettingValues.NONE);
      regions.put(region, before.with(setting, value));
    }
  }

  private void name(String region, String place) {
    places.put(region, place);
    if (!Names.isValid(region)) {
      problems.add(
          "region \"" + region + "\"" + after(place) + " is not a name; use " + Names.ALLOWED);
    }
  }

  private void refuse(
      Setting<?> setting,
      @Nullable String region,
      String shown,
      String place,
      @Nullable String finding) {
    refused.add(setting);
    String space = String.valueOf(finding).startsWith(":") ? "" : " ";
    problems.add(setting.in(region) + shown + after(place) + space + finding);
  }

  /** A call in code is found by what it sets. */
  private static String after(String place) {
    return place.equals(IN_CODE) ? "" : " " + place;
  }

  /**
   * Returns a value for a message: {@code lease 1s in the environment}.
   *
   * @param region null if the setting is not that of a region
   */
  public <T> String shown(Setting<T> setting, @Nullable String region, T value) {
    String name = setting.in(region);
    String place = placesOfValues.get(name);
    return name
        + " "
        + setting.type().write(value)
        + (place == null ? " (the default)" : after(place));
  }

  /** Returns what is set so far for everything. */
  public SettingValues values() {
    return values;
  }

  /** Returns what is set so far for regions, by their names. */
  public Map<String, SettingValues> regions() {
    return regions;
  }

  /** Returns for each region the place that has named it, the last of several. */
  public Map<String, String> places() {
    return places;
  }

  /** Returns whether somebody has tried to set it. */
  public boolean isNamed(Setting<?> setting) {
    return refused.contains(setting) || values.has(setting);
  }

  /** Returns all mistakes so far in a list of the caller's. */
  public List<String> problems() {
    return new ArrayList<>(problems);
  }
}
