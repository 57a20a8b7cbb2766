package io.cacheaside.engine.testing;

import io.cacheaside.transaction.InvalidationScope;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

/**
 * An engine in transactions of plain JDBC, which an {@code InvalidationScope} makes known to it.
 */
public abstract class ScopedTransactionHarness extends TransactionHarness {
  private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

  @BeforeEach
  protected void knowScopes() {
    use(memory, false, InvalidationScope.hook());
  }

  @Override
  protected Connection connect() throws SQLException {
    Connection connection = CURRENT.get();
    return connection == null ? database.getConnection() : connection;
  }

  @Override
  protected void disconnect(Connection connection) throws SQLException {
    if (connection != CURRENT.get()) {
      connection.close();
    }
  }

  /** What happens in a transaction. */
  protected interface Transaction {
    void run(Connection connection, InvalidationScope scope) throws Throwable;
  }

  /** Runs it in a transaction of the calling thread. */
  protected final void inTransaction(Transaction body) throws Throwable {
    try (Connection connection = database.getConnection();
        InvalidationScope scope = InvalidationScope.begin()) {
      connection.setAutoCommit(false);
      CURRENT.set(connection);
      body.run(connection, scope);
    } finally {
      CURRENT.remove();
    }
  }
}
