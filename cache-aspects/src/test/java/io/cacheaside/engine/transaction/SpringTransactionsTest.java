package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.Body;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.SpringTransactionHook;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The engine in transactions of Spring's JDBC transaction manager. */
public class SpringTransactionsTest extends SpringTransactionHarness {
  private DataSourceTransactionManager manager = new JdbcTransactionManager(database);

  @Override
  DataSource source() {
    return manager.getDataSource();
  }

  private void inTransaction(Body body) {
    inTransaction(new DefaultTransactionDefinition(), body);
  }

  private void inTransaction(int propagation, Body body) {
    inTransaction(new DefaultTransactionDefinition(propagation), body);
  }

  private void inTransaction(TransactionDefinition definition, Body body) {
    in(manager, definition, body);
  }

  @Test
  void invalidate_commit_waitsForIt() throws Throwable {
    read(1);
    inTransaction(
        rollBack -> {
          save(1, "new");
          assertThat(readElsewhere(1)).as("before the commit").isEqualTo(List.of("old 1"));
          assertThat(events.count("onInvalidate")).isZero();
        });
    assertThat(events.events()).contains("onInvalidate " + key(1).text() + " true");
    assertThat(isCached(1)).isFalse();
    assertThat(read(1)).isEqualTo(List.of("new"));
    assertThat(isCached(1)).isTrue();
  }

  @Test
  void invalidate_rollback_isDropped() throws Throwable {
    read(1);
    inTransaction(
        rollBack -> {
          save(1, "new");
          rollBack.run();
        });
    assertThat(events.count("onInvalidate")).isZero();
    assertThat(read(1)).isEqualTo(List.of("old 1"));
    assertThat(events.events()).last().isEqualTo("onHit " + key(1).text() + " false");
  }

  @Test
  void invalidate_methodThrewButTransactionCommits_isSent() throws Throwable {
    read(1);
    inTransaction(
        rollBack ->
            assertThatThrownBy(
                    () ->
                        write(
                            save,
                            1,
                            () -> {
                              store(1, "new");
                              throw new IllegalStateException("after the write");
                            }))
                .hasMessage("after the write"));
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void read_ofUncommittedKey_seesTheOwnWriteAndKeepsItPrivate() throws Throwable {
    read(1);
    inTransaction(
        rollBack -> {
          save(1, "mine");
          assertThat(read(1)).isEqualTo(List.of("mine"));
          assertThat(events.events()).contains("onBypass " + key(1).text() + " TRANSACTION");
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          rollBack.run();
        });
    assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void read_insideTheInvalidatingMethod_seesTheOwnWrite() throws Throwable {
    read(1);
    inTransaction(
        rollBack ->
            write(
                save,
                1,
                () -> {
                  store(1, "mine");
                  try {
                    assertThat(read(1)).isEqualTo(List.of("mine"));
                  } catch (Throwable e) {
                    throw new AssertionError(e);
                  }
                  return null;
                }));
  }

  @Test
  void requiresNew_waitsForItsOwnCommitOnly() throws Throwable {
    read(1);
    read(2);
    inTransaction(
        rollBack -> {
          save(1, "new");
          inTransaction(
              TransactionDefinition.PROPAGATION_REQUIRES_NEW,
              inner -> {
                assertThat(read(1)).as("the other transaction's key").isEqualTo(List.of("old 1"));
                save(2, "new");
                assertThat(isCached(2)).isTrue();
              });
          assertThat(isCached(2)).as("committed").isFalse();
          assertThat(isCached(1)).as("not committed").isTrue();
          assertThat(read(1)).as("after resuming").isEqualTo(List.of("new"));
        });
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void requiresNew_rollback_dropsOnlyItsOwn() throws Throwable {
    read(1);
    read(2);
    inTransaction(
        rollBack -> {
          save(1, "new");
          inTransaction(
              TransactionDefinition.PROPAGATION_REQUIRES_NEW,
              innerRollBack -> {
                save(2, "new");
                innerRollBack.run();
              });
        });
    assertThat(isCached(1)).isFalse();
    assertThat(isCached(2)).isTrue();
  }

  @Test
  void required_joinsTheOuterTransaction() throws Throwable {
    read(1);
    inTransaction(
        rollBack -> {
          inTransaction(inner -> save(1, "new"));
          assertThat(isCached(1)).isTrue();
        });
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void nested_rolledBackToItsSavepoint_isInvalidatedAllTheSame() throws Throwable {
    read(1);
    read(2);
    inTransaction(
        rollBack -> {
          inTransaction(
              TransactionDefinition.PROPAGATION_NESTED,
              innerRollBack -> {
                save(1, "never");
                innerRollBack.run();
              });
          save(2, "new");
        });
    assertThat(isCached(1)).isFalse();
    assertThat(isCached(2)).isFalse();
    assertThat(read(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void supports_withoutTransaction_invalidatesAtOnce() throws Throwable {
    read(1);
    inTransaction(
        TransactionDefinition.PROPAGATION_SUPPORTS,
        rollBack -> {
          assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isTrue();
          save(1, "new");
          assertThat(isCached(1)).isFalse();
          assertThat(read(1)).isEqualTo(List.of("new"));
          assertThat(isCached(1)).isTrue();
        });
  }

  @Test
  void synchronizationNever_invalidatesAtOnce() throws Throwable {
    manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
    read(1);
    inTransaction(
        rollBack -> {
          save(1, "new");
          assertThat(isCached(1)).isFalse();
        });
  }

  @Test
  void otherCallbackAfterCommit_seesTheInvalidation() throws Throwable {
    read(1);
    List<Object> seen = new ArrayList<>();
    inTransaction(
        rollBack -> {
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  seen.add(isCached(1));
                  try {
                    seen.add(readElsewhere(1));
                    save(1, "newer");
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                  seen.add(isCached(1));
                }
              });
          save(1, "new");
        });
    assertThat(seen).containsExactly(false, List.of("new"), false);
  }

  @Test
  void otherCallbackAfterCommit_throws_isInvalidatedAllTheSame() throws Throwable {
    read(1);
    assertThatThrownBy(
            () ->
                inTransaction(
                    rollBack -> {
                      TransactionSynchronizationManager.registerSynchronization(
                          new TransactionSynchronization() {
                            @Override
                            public void afterCommit() {
                              throw new IllegalStateException("mail server");
                            }
                          });
                      save(1, "new");
                    }))
        .hasMessage("mail server");
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void commit_outcomeUnknown_invalidates() throws Throwable {
    manager = new DataSourceTransactionManager(new LosesTheAnswer(database));
    read(1);
    assertThatThrownBy(() -> inTransaction(rollBack -> save(1, "new")))
        .isInstanceOf(TransactionSystemException.class)
        .hasMessage("JDBC commit failed");
    assertThat(isCached(1)).isFalse();
    assertThat(readElsewhere(1)).isEqualTo(List.of("new"));
  }

  @Test
  void commit_failedAndReportedAsRolledBack_invalidates() throws Throwable {
    manager = new JdbcTransactionManager(new LosesTheAnswer(database));
    read(1);
    assertThatThrownBy(() -> inTransaction(rollBack -> save(1, "new")))
        .isInstanceOf(DataAccessResourceFailureException.class)
        .hasMessage("JDBC commit; connection reset");
    assertThat(isCached(1)).isFalse();
    assertThat(readElsewhere(1)).isEqualTo(List.of("new"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"beforeCommit", "beforeCompletion"})
  void commit_failedAndReportedAsRolledBack_invalidatesWhatACallbackHasAdded(String callback)
      throws Throwable {
    manager = new JdbcTransactionManager(new LosesTheAnswer(database));
    read(1);
    assertThatThrownBy(() -> inTransaction(rollBack -> saveIn(callback)))
        .isInstanceOf(DataAccessResourceFailureException.class)
        .hasMessage("JDBC commit; connection reset");
    assertThat(isCached(1)).isFalse();
    assertThat(readElsewhere(1)).isEqualTo(List.of("new"));
  }

  @Test
  void commit_invalidatedInACallbackBeforeIt_waitsForIt() throws Throwable {
    read(1);
    inTransaction(rollBack -> saveIn("beforeCommit"));
    assertThat(isCached(1)).isFalse();
    assertThat(readElsewhere(1)).isEqualTo(List.of("new"));
  }

  /** Registers a callback that writes, as an ORM does that flushes late. */
  private void saveIn(String callback) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            saveIf("beforeCommit");
          }

          @Override
          public void beforeCompletion() {
            saveIf("beforeCompletion");
          }

          private void saveIf(String called) {
            try {
              if (called.equals(callback)) {
                save(1, "new");
                assertThat(isCached(1)).as("not committed").isTrue();
              }
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        });
  }

  /** Its connections commit, but the answer does not arrive. */
  private static final class LosesTheAnswer extends DelegatingDataSource {
    LosesTheAnswer(DataSource source) {
      super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              LosesTheAnswer.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                try {
                  Object result = method.invoke(connection, arguments);
                  if (method.getName().equals("commit")) {
                    throw new SQLException("connection reset", "08006");
                  }
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @Test
  void commit_storeFails_keyIsUndeliveredAndNothingIsThrown() throws Throwable {
    AtomicBoolean away = new AtomicBoolean();
    use(
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
            if (away.get()) {
              throw new IllegalStateException("a store must not throw, but this one does");
            }
            return super.invalidate(keys, settleMillis);
          }
        },
        false,
        new SpringTransactionHook());
    read(1);
    away.set(true);
    inTransaction(rollBack -> save(1, "new"));
    assertThat(load(1)).isEqualTo(List.of("new"));
    assertThat(engine.undeliveredKeys()).isEqualTo(1);
    assertThat(read(1)).isEqualTo(List.of("new"));
    away.set(false);
    Await.until("the invalidation is delivered", () -> engine.undeliveredKeys() == 0);
    assertThat(isCached(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        TransactionDefinition.ISOLATION_DEFAULT,
        TransactionDefinition.ISOLATION_READ_UNCOMMITTED,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        TransactionDefinition.ISOLATION_SERIALIZABLE
      })
  void miss_mayBeOldOrUncommitted_isNotCached(int isolation) {
    inTransaction(
        isolated(isolation),
        rollBack -> {
          assertThat(read(1)).isEqualTo(List.of("old 1"));
          assertThat(events.events()).contains("onBypass " + key(1).text() + " TRANSACTION");
          assertThat(isCached(1)).isFalse();
          readElsewhere(1);
          assertThat(read(1)).isEqualTo(List.of("old 1"));
          assertThat(events.events())
              .as("a hit")
              .last()
              .isEqualTo("onHit " + key(1).text() + " false");
        });
  }

  @Test
  void miss_notReadOnly_saysWhatToWrite_onceForEachMethod() {
    try (LogCapture log = new LogCapture()) {
      for (int id = 1; id <= 3; id++) {
        int each = id;
        inTransaction(named("shop.Orders.place"), rollBack -> read(each));
      }
      inTransaction(
          named("shop.Orders.cancel"), rollBack -> call(findToo, 1, () -> List.of("loaded")));
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + NOT_CACHED
                  + "shop.Orders.place, which is not read-only, and so may see what it has written"
                  + " itself. "
                  + IF_IT_ONLY_READS,
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.findToo(int)"
                  + NOT_CACHED
                  + "shop.Orders.cancel, which is not read-only, and so may see what it has written"
                  + " itself. "
                  + IF_IT_ONLY_READS);
    }
  }

  private static final String NOT_CACHED =
      ": what it loads is returned but not cached: it was called in the transaction ";

  private static final String IF_IT_ONLY_READS =
      "Write @Transactional(readOnly = true) there if it only reads, or call the method before the"
          + " transaction begins, or set transaction-isolation = read-committed if that is the"
          + " default of the data source and the method is never called for what the transaction"
          + " has written (said once)";

  private static DefaultTransactionDefinition named(String name) {
    DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
    definition.setName(name);
    return definition;
  }

  @Test
  void miss_notReadOnly_andOlder_saysBoth() {
    try (LogCapture log = new LogCapture()) {
      inTransaction(isolated(TransactionDefinition.ISOLATION_SERIALIZABLE), rollBack -> read(1));
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + NOT_CACHED
                  + "without a name, which is not read-only and has the isolation SERIALIZABLE, and"
                  + " so may see what it has written itself. Write @Transactional(readOnly = true,"
                  + " isolation = Isolation.READ_COMMITTED) there if it only reads, or call the"
                  + " method before the transaction begins (said once)");
    }
  }

  @Test
  void miss_afterAWrite_saysThatItIsBecauseOfIt() {
    try (LogCapture log = new LogCapture()) {
      inTransaction(
          rollBack -> {
            save(2, "new");
            read(1);
            read(3);
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "INFO io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is"
                  + " returned but not cached: it was called in a transaction that has called an"
                  + " @Invalidate method before, or in such a method, and may see what nobody has"
                  + " committed. Call it before the first @Invalidate method, or after the"
                  + " transaction, if it is to be cached there (said once)");
    }
  }

  private Object readReadOnly(DefaultTransactionDefinition definition) {
    definition.setReadOnly(true);
    inTransaction(definition, rollBack -> read(1));
    return isCached(1);
  }

  @Test
  void readOnly_aResourceWithUnknownSnapshotsIsBound_isNotCached() {
    Object key = new Object();
    TransactionSynchronizationManager.bindResource(key, new Snapshots());
    try (LogCapture log = new LogCapture()) {
      assertThat(readReadOnly(named("shop.Users.page"))).isEqualTo(false);
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + READ_ONLY_NOT_CACHED
                  + "also has a resource whose snapshots are not known: "
                  + Snapshots.class.getName()
                  + IF_NEWEST);
    } finally {
      TransactionSynchronizationManager.unbindResource(key);
    }
    assertThat(readReadOnly(named("shop.Users.page"))).isEqualTo(true);
  }

  private static final String READ_ONLY_NOT_CACHED =
      ": what it loads is returned but not cached: it was called in the read-only transaction"
          + " shop.Users.page, which ";

  private static final String IF_NEWEST =
      ". Set transaction-isolation = read-committed if each statement of such transactions sees the"
          + " newest commit, or call the method before the transaction begins (said once)";

  /** As of a database that is no JDBC one. */
  private static final class Snapshots extends ResourceHolderSupport {}

  @Test
  void readOnly_connectionCannotBeAsked_isNotCached() {
    manager = new JdbcTransactionManager(new Answers("getTransactionIsolation", null));
    try (LogCapture log = new LogCapture()) {
      assertThat(readReadOnly(named("shop.Users.page"))).isEqualTo(false);
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + READ_ONLY_NOT_CACHED
                  + "has an unknown isolation, since asking for it failed: java.sql.SQLException:"
                  + " no answer"
                  + IF_NEWEST);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Oracle, 23.26",
    "MySQL, 8.4.7",
    "Microsoft SQL Server, 16.00",
    "PostgreSQL, 15.12-YB-2025.1.0.0-b0"
  })
  void readOnly_readCommittedOfAnotherDatabase_isNotCached(String product, String version) {
    manager =
        new JdbcTransactionManager(
            new Answers(
                "getMetaData",
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DatabaseMetaData.class},
                    (proxy, method, arguments) ->
                        method.getName().equals("getDatabaseProductName") ? product : version)));
    try (LogCapture log = new LogCapture()) {
      assertThat(readReadOnly(named("shop.Users.page"))).isEqualTo(false);
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + READ_ONLY_NOT_CACHED
                  + "is READ_COMMITTED, but whether each statement of "
                  + product
                  + " "
                  + version
                  + " sees the newest commit then is not known"
                  + IF_NEWEST);
    }
  }

  /** Its connections answer one question otherwise. */
  private final class Answers extends DelegatingDataSource {
    private final String question;
    private final Object answer;

    Answers(String question, Object answer) {
      super(database);
      this.question = question;
      this.answer = answer;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              Answers.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (!method.getName().equals(question)) {
                  return method.invoke(connection, arguments);
                }
                if (answer == null) {
                  throw new SQLException("no answer");
                }
                return answer;
              });
    }
  }

  @Test
  void readOnly_managerThatBindsNoConnection_isNotCached() {
    AbstractPlatformTransactionManager foreign =
        new AbstractPlatformTransactionManager() {
          @Override
          protected Object doGetTransaction() {
            return this;
          }

          @Override
          protected void doBegin(Object transaction, TransactionDefinition definition) {}

          @Override
          protected void doCommit(DefaultTransactionStatus status) {}

          @Override
          protected void doRollback(DefaultTransactionStatus status) {}
        };
    DefaultTransactionDefinition definition = named("shop.Users.page");
    definition.setReadOnly(true);
    try (LogCapture log = new LogCapture()) {
      in(
          foreign,
          definition,
          rollBack -> {
            load(1); // its connection takes part in the transaction from now on
            read(1);
          });
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int)"
                  + READ_ONLY_NOT_CACHED
                  + "has an unknown isolation: its manager has bound no JDBC connection"
                  + IF_NEWEST);
    }
  }

  @Test
  void miss_readCommitted_isCached() {
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_READ_COMMITTED),
        rollBack -> {
          read(1);
          assertThat(isCached(1)).isTrue();
        });
  }

  @Test
  void miss_defaultIsConfiguredAsReadCommitted_isCached() {
    use(memory, true, new SpringTransactionHook());
    inTransaction(
        rollBack -> {
          read(1);
          assertThat(isCached(1)).isTrue();
        });
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_REPEATABLE_READ),
        rollBack -> {
          read(2);
          assertThat(isCached(2)).as("not the default").isFalse();
        });
  }

  @Test
  void miss_afterAWriteOfTheTransaction_isNotCached() throws Throwable {
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_READ_COMMITTED),
        rollBack -> {
          save(2, "new");
          store(1, "mine, too");
          assertThat(read(1)).isEqualTo(List.of("mine, too"));
          assertThat(isCached(1)).isFalse();
          rollBack.run();
        });
    assertThat(read(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void miss_insideAMethodWhoseKeyNeedsTheResult_isNotCached() throws Throwable {
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_READ_COMMITTED),
        rollBack ->
            write(
                create,
                1,
                () -> {
                  store(1, "mine");
                  try {
                    assertThat(read(1)).isEqualTo(List.of("mine"));
                  } catch (Throwable e) {
                    throw new AssertionError(e);
                  }
                  assertThat(isCached(1)).isFalse();
                  return 1;
                }));
    assertThat(events.events()).contains("onInvalidate " + key(1).text() + " true");
  }

  @Test
  void snapshotOlderThanTheInvalidation_isNotCached() throws Throwable {
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_REPEATABLE_READ),
        rollBack -> {
          load(3);
          saveElsewhere(1, "new");
          assertThat(read(1)).as("as of its snapshot").isEqualTo(List.of("old 1"));
        });
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void loadThatWritesUnderWay_isNeitherCachedNorShared() throws Throwable {
    CountDownLatch joined = new CountDownLatch(1);
    CompletableFuture<Object> joiner = new CompletableFuture<>();
    inTransaction(
        isolated(TransactionDefinition.ISOLATION_READ_COMMITTED),
        rollBack -> {
          Callable<Object> body =
              () -> {
                callInThread(find, 1, () -> load(1))
                    .whenComplete((value, failure) -> joiner.complete(value));
                awaitThreadsWaiting(1);
                joined.countDown();
                save(2, "new");
                store(1, "mine");
                return load(1);
              };
          assertThat(call(find, 1, body)).isEqualTo(List.of("mine"));
          assertThat(joined.getCount()).isZero();
          assertThat(get(joiner)).as("not what was never committed").isEqualTo(List.of("old 1"));
          rollBack.run();
        });
    assertThat(read(1)).isEqualTo(List.of("old 1"));
  }
}
