package io.cacheaside.config;

import io.cacheaside.key.Suggestion;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All settings, to be found by the names that files and the environment give them. Immutable. */
public final class SettingTable {
  private static final String PREFIX = "cacheaside.";
  private static final String REGION = "region.";

  private final List<Setting<?>> rows;
  private final Map<String, Setting<?>> common = new LinkedHashMap<>();

  /** By their attributes. */
  private final Map<String, Setting<?>> ofRegions = new LinkedHashMap<>();

  /** Creates a table. */
  public SettingTable(List<Setting<?>> rows) {
    this.rows = List.copyOf(rows);
    this.rows.forEach(row -> (row.isOfRegion() ? ofRegions : common).put(row.attribute(), row));
  }

  /** Returns all rows, in the order in which they are documented. */
  public List<Setting<?>> rows() {
    return rows;
  }

  /**
   * A setting as a name means it.
   *
   * @param region null if it is not that of a region
   */
  record Named(Setting<?> setting, @Nullable String region) {}

  /** Returns what has the name, with or without the prefix; null if nothing has. */
  @Nullable Named find(String fullName) {
    String name = withoutPrefix(fullName);
    int dot = name.lastIndexOf('.');
    boolean ofRegion = name.startsWith(REGION) && dot > REGION.length();
    Setting<?> row = ofRegion ? ofRegions.get(name.substring(dot + 1)) : common.get(name);
    return row == null
        ? null
        : new Named(row, ofRegion ? name.substring(REGION.length(), dot) : null);
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** Returns the name that a file would give to a variable; null if it is none of the cache's. */
  @Nullable String nameOf(String variable) {
    if (!variable.startsWith(Setting.VARIABLE)) {
      return null;
    }
    String name = variable.substring(Setting.VARIABLE.length()).toLowerCase(Locale.ROOT);
    return PREFIX
        + ofRegions.keySet().stream()
            .filter(attribute -> name.matches("region_.+_" + attribute.replace('-', '_')))
            .max(Comparator.comparing(String::length))
            .map(attribute -> ofRegion(name, attribute))
            .orElse(name.replace('_', '-'));
  }

  private static String ofRegion(String name, String attribute) {
    int end = name.length() - attribute.length() - 1;
    return REGION + name.substring(REGION.length(), end) + "." + attribute;
  }

  /** Returns what else could have been written in place of an unknown name. */
  String hint(String fullName, boolean inEnvironment) {
    String meant = meant(withoutPrefix(fullName));
    if (meant == null) {
      List<String> names = rows.stream().map(Setting::name).toList();
      int last = names.size() - 1;
      return "known are " + String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
    if (inEnvironment) {
      meant = Setting.variable(meant);
    } else if (fullName.startsWith(PREFIX)) {
      meant = PREFIX + meant;
    }
    return "did you mean \"" + meant + "\"?";
  }

  /** Returns the setting of which a name is probably a misspelling, or null. */
  private @Nullable String meant(String written) {
    int last = written.lastIndexOf('.') + 1;
    String hyphens = written.substring(last).replaceAll("([a-z])([A-Z])", "$1-$2");
    String name = written.substring(0, last) + hyphens.toLowerCase(Locale.ROOT);
    boolean ofRegion = name.startsWith(REGION) || name.startsWith("region-");
    for (String attribute : ofRegion ? ofRegions.keySet() : List.<String>of()) {
      int start = startOfLastWords(name, attribute.split("-", -1).length);
      boolean hasRegion = start > REGION.length();
      if (hasRegion && Suggestion.isNear(name.substring(start + 1), attribute)) {
        return name.substring(0, start + 1) + attribute;
      }
    }
    String nearest = Suggestion.nearest(name, List.copyOf(common.keySet()));
    return Suggestion.isNear(name, nearest) ? nearest : null;
  }

  /** Returns where the last so many words begin, with the character before them. */
  private static int startOfLastWords(String name, int words) {
    String[] parts = name.substring(REGION.length()).split("[-.]", -1);
    int start = name.length();
    for (int i = 0; i < words && i < parts.length; i++) {
      start -= parts[parts.length - 1 - i].length() + 1;
    }
    return start;
  }
}
