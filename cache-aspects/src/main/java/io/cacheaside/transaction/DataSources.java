package io.cacheaside.transaction;

import static io.cacheaside.transaction.ClassesByName.named;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** The data sources of Spring that choose a database for each transaction, known by name. */
final class DataSources {
  private static final String JDBC = "org.springframework.jdbc.datasource.";

  private DataSources() {}

  /**
   * Returns how transactions that are read-only may come to a database of their own, whose rows lag
   * behind those of the others; null if nothing shows that they do.
   *
   * @param key what Spring binds a connection or a session by: a data source, or a factory of
   *     entity managers, which knows its own
   */
  static @Nullable String routesReads(Object key) throws ReflectiveOperationException {
    Class<?> factory =
        named(key.getClass(), "org.springframework.orm.jpa.EntityManagerFactoryInfo");
    Object source = factory == null ? key : factory.getMethod("getDataSource").invoke(key);
    while (source != null) {
      if (named(source.getClass(), JDBC + "lookup.AbstractRoutingDataSource") != null) {
        return "an AbstractRoutingDataSource";
      }
      Class<?> lazy = named(source.getClass(), JDBC + "LazyConnectionDataSourceProxy");
      if (lazy != null && readOnlyDataSource(lazy, source) != null) {
        return "the readOnlyDataSource of a LazyConnectionDataSourceProxy";
      }
      Class<?> delegating = named(source.getClass(), JDBC + "DelegatingDataSource");
      source =
          delegating == null ? null : delegating.getMethod("getTargetDataSource").invoke(source);
    }
    return null;
  }

  /** There since Spring 6.1.2, without a method that tells it. */
  private static @Nullable Object readOnlyDataSource(Class<?> lazy, Object source)
      throws IllegalAccessException {
    try {
      Field field = lazy.getDeclaredField("readOnlyDataSource");
      field.setAccessible(true);
      return field.get(source);
    } catch (NoSuchFieldException e) {
      return null;
    }
  }
}
