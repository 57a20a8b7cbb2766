package io.cacheaside.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is set, of everything or of a region; the rest has its defaults. Reading is a look-up: what
 * runs in calls keeps what it needs in fields. Immutable.
 */
public final class SettingValues {
  /** Nothing is set. */
  public static final SettingValues NONE = new SettingValues(Map.of());

  private final Map<Setting<?>, Object> set;

  private SettingValues(Map<Setting<?>, Object> set) {
    this.set = set;
  }

  /** Returns what is set, or the default; null if there is none. */
  @SuppressWarnings("unchecked") // with() has put it
  public <T> @Nullable T orNull(Setting<T> setting) {
    Object value = set.get(setting);
    return value == null ? setting.fallback() : (T) value;
  }

  /** Returns what is set, or the default that the setting has. */
  public <T> T get(Setting<T> setting) {
    return Objects.requireNonNull(orNull(setting), setting::name);
  }

  /** Returns whether it is set. */
  public boolean has(Setting<?> setting) {
    return set.containsKey(setting);
  }

  /** Returns these values and another one. */
  public <T> SettingValues with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> more = new HashMap<>(set);
    more.put(setting, has(setting) ? setting.type().merged(get(setting), value) : value);
    return new SettingValues(more);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingValues values && values.set.equals(set);
  }

  @Override
  public int hashCode() {
    return set.hashCode();
  }

  /** Returns the names of what is set, with the values that may be seen. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    set.keySet().forEach(setting -> shown.put(setting.attribute(), shown(setting)));
    return shown.toString();
  }

  private <T> String shown(Setting<T> setting) {
    return setting.shown(setting.type().write(get(setting))).strip();
  }
}
