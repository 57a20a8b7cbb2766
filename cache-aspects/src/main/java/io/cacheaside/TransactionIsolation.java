package io.cacheaside;

import java.util.Locale;

/**
 * How isolated transactions are that do not say it themselves: the default of the data source. It
 * decides whether a value that was loaded inside a transaction may be cached.
 */
public enum TransactionIsolation {
  /**
   * It is asked of the connections of Spring's read-only transactions, and their loads are cached
   * if they see the newest commits. Other loads may see an old snapshot, or what is never
   * committed, so they are not cached.
   */
  UNKNOWN,
  /**
   * Each statement sees what was committed when it began, as is the default of most databases, but
   * not of MySQL: loads are cached until the transaction invalidates something.
   */
  READ_COMMITTED;

  /**
   * Returns how settings write what a text means: {@code READ_COMMITTED}, and what Spring and JDBC
   * call it, is the same as {@code read-committed}.
   */
  static String canonical(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[_ ]", "-")
        .replaceFirst("^(isolation|transaction)-(?=read-)", "");
  }
}
