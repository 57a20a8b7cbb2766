package io.cacheaside.engine.transaction;

import io.cacheaside.fixtures.MariaDb;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/** Read-only transactions of MariaDB. */
@Tag("heavy")
public class ReadOnlyMariaDbTest extends ReadOnlyTransactions {

  @Override
  public DataSource open() {
    return MariaDb.source();
  }

  @Override
  public int defaultIsolation() {
    return Connection.TRANSACTION_REPEATABLE_READ;
  }

  @Override
  public String product() {
    return "MariaDB";
  }
}
