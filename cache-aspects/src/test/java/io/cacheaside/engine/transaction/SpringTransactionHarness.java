package io.cacheaside.engine.transaction;

import io.cacheaside.engine.testing.TransactionHarness;
import io.cacheaside.transaction.SpringTransactionHook;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** An engine that knows Spring's transactions; its methods use the transaction's connection. */
abstract class SpringTransactionHarness extends TransactionHarness {

  @BeforeEach
  void knowSpring() {
    use(memory, false, new SpringTransactionHook());
  }

  /** Returns what the methods take their connections from. */
  DataSource source() {
    return database;
  }

  @Override
  public Connection connect() {
    return DataSourceUtils.getConnection(source());
  }

  @Override
  public void disconnect(Connection connection) {
    DataSourceUtils.releaseConnection(connection, source());
  }

  /** What happens in a transaction. */
  interface Body {
    void run(Runnable rollBack) throws Throwable;
  }

  static void in(PlatformTransactionManager manager, TransactionDefinition definition, Body body) {
    new TransactionTemplate(manager, definition)
        .executeWithoutResult(
            status -> {
              try {
                body.run(status::setRollbackOnly);
              } catch (RuntimeException e) {
                throw e;
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
            });
  }

  static DefaultTransactionDefinition isolated(int isolation) {
    DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
    definition.setIsolationLevel(isolation);
    return definition;
  }
}
