package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.transaction.SpringTransactionHook;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is proven of Spring's read-only transactions of one database, with nothing configured. Each
 * database has a class of its own.
 */
public abstract class ReadOnlyTransactions extends SpringTransactionHarness {
  private static final String METHOD =
      "io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned but not"
          + " cached: it was called in ";

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();
  private DataSource source = counting(database);
  private LocalContainerEntityManagerFactoryBean factory;

  @AfterEach
  public void closeFactory() {
    if (factory != null) {
      factory.destroy();
    }
  }

  /** The isolation of a transaction that names none. */
  public abstract int defaultIsolation();

  /** What the database calls itself. */
  public abstract String product();

  private boolean isReadCommittedByDefault() {
    return defaultIsolation() == Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  DataSource source() {
    return source;
  }

  /** Counts connections, and how often one is asked for its isolation. */
  private DataSource counting(DataSource target) {
    return new DelegatingDataSource(target) {
      @Override
      public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        Connection connection = super.getConnection();
        return (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getTransactionIsolation")) {
                    questions.incrementAndGet();
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }

  /** It takes one connection, once, to learn of the defaults. */
  private void beLazy() {
    source = new LazyConnectionDataSourceProxy(source);
    readOnly(jdbc(), () -> {});
    connections.set(0);
  }

  public final PlatformTransactionManager jdbc() {
    return new JdbcTransactionManager(source);
  }

  private JpaTransactionManager jpa() {
    factory = new LocalContainerEntityManagerFactoryBean();
    factory.setDataSource(source);
    factory.setManagedTypes(
        PersistenceManagedTypes.of(PersistenceContextsTest.Text.class.getName()));
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    factory.setJpaPropertyMap(Map.of("hibernate.bytecode.provider", "none"));
    factory.afterPropertiesSet();
    JpaTransactionManager manager = new JpaTransactionManager(factory.getObject());
    manager.setJpaDialect(factory.getJpaDialect());
    return manager;
  }

  private List<String> find(int id) {
    EntityManager entities =
        SharedEntityManagerCreator.createSharedEntityManager(factory.getObject());
    return List.of(entities.find(PersistenceContextsTest.Text.class, id).text);
  }

  private static void readOnly(PlatformTransactionManager manager, int isolation, Executable body) {
    DefaultTransactionDefinition definition = isolated(isolation);
    definition.setReadOnly(true);
    definition.setName("shop.Users.page");
    in(manager, definition, rollBack -> body.execute());
  }

  static void readOnly(PlatformTransactionManager manager, Executable body) {
    readOnly(manager, TransactionDefinition.ISOLATION_DEFAULT, body);
  }

  private String warning(String isolation) {
    return "WARN "
        + METHOD
        + "the read-only transaction shop.Users.page, which has the isolation "
        + isolation
        + ", and so may see what was before the last commit. Write @Transactional(readOnly = true,"
        + " isolation = Isolation.READ_COMMITTED) there, or make it the default of the data source"
        + " (spring.datasource.hikari.transaction-isolation = TRANSACTION_READ_COMMITTED), or wrap"
        + " the data source in a LazyConnectionDataSourceProxy if the method is the first to read"
        + " in the transaction, or call the method before the transaction begins (said once)";
  }

  /** The second call of a method in transactions of their own. */
  private void callTwice(PlatformTransactionManager manager, Loader loader) {
    AtomicInteger loads = new AtomicInteger();
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 2; i++) {
        readOnly(
            manager,
            () ->
                assertThat(
                        call(
                            find,
                            1,
                            () -> {
                              loads.incrementAndGet();
                              return loader.load();
                            }))
                    .isEqualTo(List.of("old 1")));
      }
      assertThat(loads.get()).isEqualTo(isReadCommittedByDefault() ? 1 : 2);
      assertThat(isCached(1)).isEqualTo(isReadCommittedByDefault());
      assertThat(log.lines("PrivateLoad"))
          .isEqualTo(
              isReadCommittedByDefault()
                  ? List.of()
                  : List.of(warning("REPEATABLE_READ (its " + product() + " connection says so)")));
    }
  }

  private interface Loader {
    List<String> load() throws Exception;
  }

  @Test
  public void jdbc_secondCall_isAHit_whereTheDefaultIsReadCommitted() {
    callTwice(jdbc(), () -> load(1));
  }

  @Test
  public void jpa_secondCall_isAHit_whereTheDefaultIsReadCommitted() {
    callTwice(jpa(), () -> find(1));
  }

  @Test
  public void jpa_plainJdbcInIt_isAHit_whereTheDefaultIsReadCommitted() {
    callTwice(jpa(), () -> load(1));
  }

  @Test
  public void aDefaultThatIsNotReadCommitted_isAskedForOnce() throws Throwable {
    PlatformTransactionManager manager = jdbc();
    for (int i = 0; i < 10; i++) {
      int id = 1 + i % 3;
      readOnly(manager, () -> read(id));
    }
    assertThat(questions.get()).isEqualTo(isReadCommittedByDefault() ? 3 : 1);
  }

  @Test
  public void readCommitted_readBefore_seesAndCachesTheNewestCommit() {
    readOnly(
        jdbc(),
        TransactionDefinition.ISOLATION_READ_COMMITTED,
        () -> {
          load(1);
          saveElsewhere(1, "new");
          assertThat(read(1)).isEqualTo(List.of("new"));
          assertThat(isCached(1)).isTrue();
        });
  }

  @Test
  public void repeatableRead_isAsOldAsItsSnapshot_isNotCached_andSaysSo() throws Throwable {
    try (LogCapture log = new LogCapture()) {
      readOnly(
          jdbc(),
          TransactionDefinition.ISOLATION_REPEATABLE_READ,
          () -> {
            load(3);
            saveElsewhere(1, "new");
            assertThat(read(1)).as("as of its snapshot").isEqualTo(List.of("old 1"));
            assertThat(isCached(1)).isFalse();
            read(2);
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(warning("REPEATABLE_READ (its " + product() + " connection says so)"));
    }
    assertThat(readElsewhere(1)).isEqualTo(List.of("new"));
  }

  @Test
  public void lazyConnection_firstLoad_hasNoOlderSnapshot_isCached_butNoLaterOne() {
    beLazy();
    readOnly(
        jdbc(),
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        () -> {
          saveElsewhere(1, "new");
          connections.set(0);
          assertThat(read(1)).isEqualTo(List.of("new"));
          assertThat(isCached(1)).isTrue();
          assertThat(connections.get()).isEqualTo(1);
          saveElsewhere(2, "new");
          assertThat(read(2)).as("as of its snapshot").isEqualTo(List.of("old 2"));
          assertThat(isCached(2)).isFalse();
        });
  }

  @Test
  public void lazyConnection_ofASession_isCachedToo() {
    beLazy();
    JpaTransactionManager manager = jpa();
    connections.set(0); // the factory has looked at the database
    readOnly(
        manager,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        () -> {
          call(find, 1, () -> find(1));
          assertThat(isCached(1)).isTrue();
        });
    assertThat(connections.get()).isEqualTo(1);
  }

  @Test
  public void readUncommitted_isNotCached_evenIfNothingWasRead() {
    beLazy();
    try (LogCapture log = new LogCapture()) {
      readOnly(jdbc(), TransactionDefinition.ISOLATION_READ_UNCOMMITTED, () -> read(1));
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(warning("READ_UNCOMMITTED (its annotation says so)"));
    }
    assertThat(isCached(1)).isFalse();
  }

  @Test
  public void oneOfTwoManagers_isNotCached_asTheOtherOneMayHaveWritten() {
    TransactionTemplate others = new TransactionTemplate(new JdbcTransactionManager(database));
    try (LogCapture log = new LogCapture()) {
      others.executeWithoutResult(outer -> readOnly(jdbc(), () -> read(1)));
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN "
                  + METHOD
                  + "the transaction shop.Users.page, beside which one of another transaction"
                  + " manager is under way, and so may read from that one's connection what it has"
                  + " written, or what was before the last commit. Call the method before these"
                  + " transactions begin, or suspend the outer one meanwhile"
                  + " (@Transactional(propagation = Propagation.NOT_SUPPORTED) with its"
                  + " transaction manager) (said once)");
    }
    readOnly(jdbc(), () -> read(1));
    assertThat(isCached(1)).isEqualTo(isReadCommittedByDefault());
  }

  @Test
  public void routingDataSource_isNotCached_asItMayLeadToAReplica() {
    DataSource target = source;
    AbstractRoutingDataSource routing =
        new AbstractRoutingDataSource() {
          @Override
          protected Object determineCurrentLookupKey() {
            return "replica";
          }
        };
    routing.setTargetDataSources(Map.of("replica", target));
    routing.afterPropertiesSet();
    source = new DelegatingDataSource(routing);
    isNotCached(jdbc(), "an AbstractRoutingDataSource");
    isNotCached(jpa(), "an AbstractRoutingDataSource");
  }

  @Test
  public void readOnlyDataSource_isNotCached_asItMayBeAReplica() {
    LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(source);
    lazy.setReadOnlyDataSource(source);
    source = lazy;
    isNotCached(jdbc(), "the readOnlyDataSource of a LazyConnectionDataSourceProxy");
  }

  private void isNotCached(PlatformTransactionManager manager, String routed) {
    use(memory, false, new SpringTransactionHook());
    try (LogCapture log = new LogCapture()) {
      readOnly(manager, () -> read(1));
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              unproven(
                  "may read from a database of its own, whose rows may be older: its connections"
                      + " come from "
                      + routed));
    }
  }

  private static String unproven(String finding) {
    return "WARN "
        + METHOD
        + "the read-only transaction shop.Users.page, which "
        + finding
        + ". Set transaction-isolation = read-committed if each statement of such transactions sees"
        + " the newest commit, or call the method before the transaction begins (said once)";
  }

  @Test
  public void isolationOfOneTransaction_saysNothingOfTheNext() {
    readOnly(jdbc(), TransactionDefinition.ISOLATION_REPEATABLE_READ, () -> read(1));
    assertThat(isCached(1)).isFalse();

    readOnly(jdbc(), () -> read(2));
    assertThat(isCached(2)).isEqualTo(isReadCommittedByDefault());
  }

  @Test
  public void anInvalidationBefore_isNotCached() {
    readOnly(
        jdbc(),
        TransactionDefinition.ISOLATION_READ_COMMITTED,
        () -> {
          write(save, 2, () -> null);
          read(1);
          assertThat(isCached(1)).isFalse();
        });
  }

  @Test
  public void hits_takeAConnectionForEachTransaction_withALazyOneNone() throws Throwable {
    readElsewhere(1);
    assertThat(connectionsForHits(jdbc())).isEqualTo(50);
    beLazy();
    assertThat(connectionsForHits(jdbc())).isZero();
    JpaTransactionManager manager = jpa();
    assertThat(connectionsForHits(manager)).isZero();
  }

  private int connectionsForHits(PlatformTransactionManager manager) {
    connections.set(0);
    for (int i = 0; i < 50; i++) {
      readOnly(manager, () -> read(1));
    }
    assertThat(events.events()).last().isEqualTo("onHit " + key(1).text() + " false");
    return connections.get();
  }
}
