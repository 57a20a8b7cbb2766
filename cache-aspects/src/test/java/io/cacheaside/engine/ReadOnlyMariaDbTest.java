package io.cacheaside.engine;

import io.cacheaside.fixtures.MariaDb;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/** Read-only transactions of MariaDB. */
@Tag("heavy")
class ReadOnlyMariaDbTest extends ReadOnlyTransactions {

  @Override
  DataSource open() {
    return MariaDb.source();
  }

  @Override
  int defaultIsolation() {
    return Connection.TRANSACTION_REPEATABLE_READ;
  }

  @Override
  String product() {
    return "MariaDB";
  }
}
