package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.cacheaside.engine.testing.TransactionHarness;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.transaction.JtaTransactionHook;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in transactions of a JTA transaction manager (Narayana). */
class JtaTransactionsTest extends TransactionHarness {
  @TempDir private static Path log;

  /** Held, because loggers that nobody holds forget their level. */
  private static final Logger NARAYANA = Logger.getLogger("com.arjuna.ats");

  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final Map<Transaction, Connection> enlisted = new HashMap<>();

  @BeforeAll
  static void keepItsLogHere() throws CoreEnvironmentBeanException {
    NARAYANA.setLevel(Level.OFF);
    arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("1");
    for (String store : new String[] {null, "communicationStore", "stateStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
          .setObjectStoreDir(log.toString());
    }
    arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
  }

  @AfterEach
  void noTransactionIsLeft() throws SystemException {
    if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
      manager.rollback();
    }
  }

  @BeforeEach
  void knowJta() {
    use(memory, false, new JtaTransactionHook(new TransactionSynchronizationRegistryImple()));
  }

  @Override
  public Connection connect() throws SQLException {
    try {
      Transaction transaction = manager.getTransaction();
      if (transaction == null) {
        return database.getConnection();
      }
      Connection connection = enlisted.get(transaction);
      if (connection == null) {
        XAConnection resource = ((JdbcDataSource) database).getXAConnection();
        connection = resource.getConnection();
        enlisted.put(transaction, connection);
        transaction.enlistResource(resource.getXAResource());
      }
      return connection;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void disconnect(Connection connection) throws SQLException {
    try {
      if (manager.getTransaction() == null) {
        connection.close();
      }
    } catch (SystemException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void commit_invalidates() throws Throwable {
    read(1);
    manager.begin();
    save(1, "new");
    assertThat(read(1)).as("the own write").isEqualTo(List.of("new"));
    assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
    manager.commit();
    assertThat(isCached(1)).isFalse();
    assertThat(read(1)).isEqualTo(List.of("new"));
    assertThat(isCached(1)).isTrue();
  }

  @Test
  void rollback_isDropped() throws Throwable {
    read(1);
    manager.begin();
    save(1, "new");
    manager.rollback();
    assertThat(isCached(1)).isTrue();
    assertThat(read(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void markedForRollback_isDropped() throws Throwable {
    use(memory, true, new JtaTransactionHook(new TransactionSynchronizationRegistryImple()));
    read(1);
    manager.begin();
    load(3);
    manager.setRollbackOnly();
    save(1, "new");
    assertThat(isCached(1)).isTrue();
    store(2, "mine");
    read(2);
    assertThat(isCached(2)).as("what was written and will be rolled back").isFalse();
    manager.rollback();
    assertThat(isCached(1)).isTrue();
    assertThat(events.count("onInvalidate")).isZero();
  }

  @Test
  void suspendedTransaction_waitsForItsOwnCommit() throws Throwable {
    read(1);
    read(2);
    manager.begin();
    save(1, "new");
    Transaction suspended = manager.suspend();
    assertThat(read(1)).as("outside").isEqualTo(List.of("old 1"));
    manager.begin();
    save(2, "new");
    manager.commit();
    assertThat(isCached(2)).isFalse();
    assertThat(isCached(1)).isTrue();
    manager.resume(suspended);
    assertThat(read(1)).as("the own write").isEqualTo(List.of("new"));
    manager.commit();
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void miss_isCachedOnlyIfTheConfigurationKnowsTheIsolation() throws Throwable {
    manager.begin();
    try (LogCapture log = new LogCapture()) {
      read(1);
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned"
                  + " but not cached: it was called in a JTA transaction, whose isolation is not"
                  + " known. Call the method before the transaction begins, or set"
                  + " transaction-isolation = read-committed if each statement of such transactions"
                  + " sees the newest commit (said once)");
    }
    assertThat(isCached(1)).isFalse();
    manager.commit();
    use(memory, true, new JtaTransactionHook(new TransactionSynchronizationRegistryImple()));
    manager.begin();
    read(1);
    assertThat(isCached(1)).isTrue();
    manager.commit();
  }

  @Test
  void outcomeUnknown_invalidates() throws Throwable {
    read(1);
    manager.begin();
    save(1, "new");
    manager.getTransaction().enlistResource(new LosesTheAnswer(XAException.XA_HEURHAZ));
    try {
      manager.commit();
    } catch (Exception heuristic) {
      assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void commit_failedAndReportedAsRolledBack_invalidates() throws Throwable {
    read(1);
    manager.begin();
    write(save, 1, () -> null);
    manager.getTransaction().enlistResource(new LosesTheAnswer(XAException.XA_RBROLLBACK));
    assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    assertThat(isCached(1)).isFalse();
  }

  /** A second resource that votes for the commit, but of whose commit nobody knows the outcome. */
  private record LosesTheAnswer(int code) implements XAResource {
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
      throw new XAException(code);
    }

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public int getTransactionTimeout() {
      return 0;
    }

    @Override
    public boolean isSameRM(XAResource other) {
      return other == this;
    }

    @Override
    public int prepare(Xid xid) {
      return XA_OK;
    }

    @Override
    public Xid[] recover(int flag) {
      return new Xid[0];
    }

    @Override
    public void rollback(Xid xid) {}

    @Override
    public boolean setTransactionTimeout(int seconds) {
      return false;
    }

    @Override
    public void start(Xid xid, int flags) {}
  }
}
