package io.cacheaside.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import javax.sql.DataSource;

/** Read-only transactions of PostgreSQL. */
class ReadOnlyPostgreSqlTest extends ReadOnlyTransactions {

  private static final EmbeddedPostgres SERVER = start();

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start(); // ends with the JVM; as root in a user namespace of its own
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  DataSource open() {
    return SERVER.getPostgresDatabase();
  }

  @Override
  int defaultIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  String product() {
    return "PostgreSQL";
  }
}
