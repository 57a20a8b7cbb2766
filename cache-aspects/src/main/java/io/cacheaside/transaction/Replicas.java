package io.cacheaside.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a connection leads to a server that only repeats what another one has committed. */
final class Replicas {
  private static final String POSTGRES = "org.postgresql.PGConnection";

  /** The interface of PostgreSQL's driver, as seen by a connection or its wrapper. */
  private static final ClassValue<Optional<Class<?>>> DRIVER =
      new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> type) {
          return Stream.of(
                  type.getClassLoader(),
                  Thread.currentThread().getContextClassLoader(),
                  Replicas.class.getClassLoader())
              .filter(Objects::nonNull)
              .map(Replicas::load)
              .filter(Objects::nonNull)
              .findFirst();
        }
      };

  private Replicas() {}

  private static @Nullable Class<?> load(ClassLoader loader) {
    try {
      return Class.forName(POSTGRES, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  /**
   * Returns what shows that it does, or may do so, to follow "its"; null if nothing does.
   *
   * @param mayAsk whether a question to the server is allowed; PostgreSQL 14 and newer tell it
   *     without one
   */
  static @Nullable String replica(Connection connection, boolean mayAsk) {
    if ("on".equals(reported(connection))) {
      return "PostgreSQL server says that it is a hot standby (in_hot_standby = on)";
    }
    return mayAsk ? asked(connection) : null;
  }

  /** The server sends it with the answer after which it is true, so that the driver knows it. */
  private static @Nullable Object reported(Connection connection) {
    Class<?> driver = DRIVER.get(connection.getClass()).orElse(null);
    try {
      return driver == null || !connection.isWrapperFor(driver)
          ? null
          : driver
              .getMethod("getParameterStatus", String.class)
              .invoke(connection.unwrap(driver), "in_hot_standby");
    } catch (SQLException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // another driver, or one that does not know it
    }
  }

  private static @Nullable String asked(Connection connection) {
    String product = "database";
    try {
      product = connection.getMetaData().getDatabaseProductName();
      if (!product.equals("MariaDB") && !product.equals("MySQL")) {
        return null;
      }
      try (Statement question = connection.createStatement();
          ResultSet answer = question.executeQuery("select @@global.read_only")) {
        String readOnly = answer.next() ? answer.getString(1) : "unknown";
        return "0".equals(readOnly) || "OFF".equals(readOnly)
            ? null
            : product + " server is read-only, as replicas are (@@read_only = " + readOnly + ")";
      }
    } catch (SQLException | RuntimeException e) {
      return product + " server cannot be asked whether it is a replica: " + e;
    }
  }
}
