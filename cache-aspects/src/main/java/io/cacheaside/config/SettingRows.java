package io.cacheaside.config;

import java.util.ArrayList;
import java.util.List;

/** Rows of the table of settings, while they are written down one after the other. */
public final class SettingRows {
  private final String prefix;
  private final List<Setting<?>> rows = new ArrayList<>();

  /** Creates rows of what is set for everything. */
  public SettingRows() {
    this("");
  }

  /** Creates rows whose names have a prefix. */
  SettingRows(String prefix) {
    this.prefix = prefix;
  }

  /** Returns all rows so far, in the order in which they are documented. */
  public List<Setting<?>> all() {
    return List.copyOf(rows);
  }

  /**
   * Begins a row.
   *
   * @param name as files write it
   * @param text what it means, for docs/configuration.md
   */
  public Row row(String name, String text) {
    return new Row(prefix + name, text);
  }

  /** A row of which the values are to be said. */
  public final class Row {
    private final String name;
    private final String text;

    private Row(String name, String text) {
      this.name = name;
      this.text = text;
    }

    /** Ends the row of a setting with a default. */
    public <T> Setting<T> of(SettingType<T> type, T fallback) {
      return added(new Setting<>(name, type, fallback, "", text));
    }

    /**
     * Ends the row of a setting without a default.
     *
     * @param otherwise what decides if nothing is set, in words
     */
    public <T> Setting<T> optional(SettingType<T> type, String otherwise) {
      return added(new Setting<>(name, type, null, otherwise, text));
    }

    private <T> Setting<T> added(Setting<T> row) {
      rows.add(row);
      return row;
    }
  }
}
