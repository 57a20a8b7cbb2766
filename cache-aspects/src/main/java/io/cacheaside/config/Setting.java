package io.cacheaside.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of settings. Whatever sets it goes by this row: code, files, the environment,
 * maps; and so do messages and docs/configuration.md.
 *
 * @param name as files write it; in that of a region, {@code <name>} stands for the region
 * @param type what it may be
 * @param fallback what it is if nothing is set; null if something else decides
 * @param otherwise what decides then, in words; else empty
 * @param text what it means, for docs/configuration.md
 */
public record Setting<T>(
    String name, SettingType<T> type, @Nullable T fallback, String otherwise, String text) {
  static final String OF_REGION = "region.<name>.";
  static final String VARIABLE = "CACHEASIDE_";

  /** Returns whether each region has a value of its own. */
  public boolean isOfRegion() {
    return name.startsWith(OF_REGION);
  }

  /** Returns the name without the region. */
  public String attribute() {
    return isOfRegion() ? name.substring(OF_REGION.length()) : name;
  }

  /** Returns the environment's variable, with {@code <NAME>} for the region. */
  public String variable() {
    return variable(name);
  }

  /** Returns the variable for the name of a setting. */
  static String variable(String name) {
    return VARIABLE + name.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_");
  }

  /** Returns the name of the setting of a region, or of all if it is null. */
  String in(@Nullable String region) {
    return region == null ? name : name.replace("<name>", region);
  }

  /**
   * Returns a value's text for messages; nothing if it must not be seen. What stands before an @
   * may be the password of a URI that has gone astray.
   */
  String shown(String text) {
    return type.isSecret() ? "" : " \"" + text.replaceAll("(?s).*@", "***@") + "\"";
  }
}
