package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.TransactionHarness;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.SpringTransactionHook;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.ExtendedEntityManagerCreator;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine beside Hibernate's first-level cache, which outlives other JVMs' commits. */
@Tag("heavy")
class PersistenceContextsTest extends TransactionHarness {
  private LocalContainerEntityManagerFactoryBean factory;
  private EntityManagerFactory sessions;
  private EntityManager entities;

  /** A row. */
  @Entity
  @Table(name = "texts")
  static class Text {
    @Id int id;
    String text;
  }

  @BeforeEach
  void openFactory() {
    factory = new LocalContainerEntityManagerFactoryBean();
    factory.setDataSource(database);
    factory.setManagedTypes(PersistenceManagedTypes.of(Text.class.getName()));
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    factory.setJpaPropertyMap(Map.of("hibernate.bytecode.provider", "none"));
    factory.afterPropertiesSet();
    sessions = factory.getObject();
    entities = SharedEntityManagerCreator.createSharedEntityManager(sessions);
    use(memory, false, new SpringTransactionHook());
  }

  @AfterEach
  void closeFactory() {
    factory.destroy();
  }

  @Override
  public Connection connect() throws SQLException {
    return database.getConnection();
  }

  @Override
  public void disconnect(Connection connection) throws SQLException {
    connection.close();
  }

  private static void run(Executable body) {
    try {
      body.execute();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** One request with open-session-in-view. */
  private void inView(Executable request) {
    EntityManager session = sessions.createEntityManager();
    TransactionSynchronizationManager.bindResource(sessions, new EntityManagerHolder(session));
    try {
      run(request);
    } finally {
      TransactionSynchronizationManager.unbindResource(sessions);
      session.close();
    }
  }

  private void inTransaction(Executable body) {
    DefaultTransactionDefinition readCommitted = new DefaultTransactionDefinition();
    readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    readCommitted.setName("shop.Invoices.page");
    new TransactionTemplate(manager(), readCommitted).executeWithoutResult(status -> run(body));
  }

  private JpaTransactionManager manager() {
    JpaTransactionManager manager = new JpaTransactionManager(sessions);
    manager.setDataSource(database); // as afterPropertiesSet finds it
    manager.setJpaDialect(factory.getJpaDialect());
    return manager;
  }

  private List<String> find(EntityManager in, int id) {
    return List.of(in.find(Text.class, id).text);
  }

  private Object readEntity(int id) throws Throwable {
    return call(find, id, () -> find(entities, id));
  }

  @Test
  void openInView_entityIsOlderThanAnInvalidation_isReturnedButNotCached() {
    inView(
        () -> {
          find(entities, 1);
          saveElsewhere(1, "new");
          assertThat(readEntity(1)).as("its own view").isEqualTo(List.of("old 1"));
          assertThat(events.events()).contains("onBypass " + key(1).text() + " TRANSACTION");
          assertThat(isCached(1)).isFalse();
        });
    assertThat(readElsewhere()).isEqualTo(List.of("new"));
  }

  /** The session stays bound, and in use: between its transactions nobody looks at it. */
  @Test
  void openInView_writeBesideItsTransaction_isInvalidatedWhileTheNextOneIsUnderWay() {
    TransactionTemplate beside = new TransactionTemplate(new JdbcTransactionManager(another()));
    String invalidated = "onInvalidate " + key(1).text() + " true";
    inView(
        () -> {
          inTransaction(
              () -> beside.executeWithoutResult(status -> run(() -> write(save, 1, () -> null))));
          inTransaction(
              () ->
                  Await.until(
                      "the invalidation after the first transaction's end",
                      () -> Collections.frequency(events.events(), invalidated) == 2));
        });
  }

  private static JdbcDataSource another() {
    JdbcDataSource other = new JdbcDataSource();
    other.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    return other;
  }

  private Object readElsewhere() {
    try {
      return readElsewhere(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static final String NOT_CACHED =
      "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned but"
          + " not cached: it was called in ";

  private static final String OLDER =
      ": what it loads may come from there, and be older than an invalidation. ";

  private static final String IN_VIEW =
      "Set spring.jpa.open-in-view = false, or call the method before other loads of the request,"
          + " or call entityManager.clear() before it (said once)";

  @Test
  void openInView_saysThatThereIsNoTransaction() {
    try (LogCapture log = new LogCapture()) {
      inView(
          () -> {
            find(entities, 1);
            readEntity(1);
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "no transaction, but while a persistence context was bound to its thread, as"
                  + " open-in-view does, and held entities already"
                  + OLDER
                  + IN_VIEW);
    }
  }

  @Test
  void openInView_laterTransaction_isNotCached_andSaysWhatToDo() {
    try (LogCapture log = new LogCapture()) {
      inView(
          () -> {
            inTransaction(() -> find(entities, 1));
            saveElsewhere(1, "new");
            inTransaction(() -> assertThat(readEntity(1)).isEqualTo(List.of("old 1")));
            assertThat(isCached(1)).isFalse();
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "the transaction shop.Invoices.page, whose persistence context held entities"
                  + " already, from earlier loads in it or, with open-in-view, before it"
                  + OLDER
                  + "Call the method before other loads of the transaction (and set"
                  + " spring.jpa.open-in-view = false), or let it load in a context of its own:"
                  + " write @Transactional(propagation = Propagation.REQUIRES_NEW, readOnly = true)"
                  + " there, or, if nothing in it is to be saved, call entityManager.clear() before it (said once)");
    }
  }

  @Test
  void openInView_transactionOfAnotherKind_saysThatTheContextIsNotItsOwn() {
    DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
    readOnly.setReadOnly(true);
    readOnly.setName("shop.Invoices.page");
    try (LogCapture log = new LogCapture()) {
      inView(
          () -> {
            find(entities, 1);
            new TransactionTemplate(new JdbcTransactionManager(database), readOnly)
                .executeWithoutResult(status -> run(() -> readEntity(1)));
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "the transaction shop.Invoices.page, while a persistence context that is none"
                  + " of its own was bound to the thread, as open-in-view does, and held entities"
                  + " already"
                  + OLDER
                  + IN_VIEW);
    }
    assertThat(isCached(1)).isFalse();
  }

  /** The remedy that the log names. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requiresNew_readOnly_loadsInAContextOfItsOwn_isCached(boolean inView) {
    DefaultTransactionDefinition requiresNew =
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    requiresNew.setReadOnly(true);
    Executable request =
        () ->
            inTransaction(
                () -> {
                  find(entities, 1);
                  saveElsewhere(1, "new");
                  new TransactionTemplate(manager(), requiresNew)
                      .executeWithoutResult(
                          status -> run(() -> assertThat(readEntity(1)).isEqualTo(List.of("new"))));
                  assertThat(isCached(1)).isTrue();
                });
    if (inView) {
      inView(request);
    } else {
      run(request);
    }
  }

  /** Where no transaction is suspended, Spring goes on with the context of the request. */
  @Test
  void requiresNew_inNoTransaction_keepsTheContextOfTheView_isNotCached() {
    DefaultTransactionDefinition requiresNew =
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    requiresNew.setReadOnly(true);
    inView(
        () -> {
          find(entities, 1);
          saveElsewhere(1, "new");
          new TransactionTemplate(manager(), requiresNew)
              .executeWithoutResult(
                  status -> run(() -> assertThat(readEntity(1)).isEqualTo(List.of("old 1"))));
          assertThat(isCached(1)).isFalse();
        });
  }

  @Test
  void transaction_hasLoadedTheEntityBefore_isNotCached() {
    inTransaction(
        () -> {
          find(entities, 1);
          saveElsewhere(1, "new");
          assertThat(readEntity(1)).isEqualTo(List.of("old 1"));
          assertThat(isCached(1)).isFalse();
        });
  }

  @Test
  void extendedContext_inItsTransaction_isNotCached() {
    EntityManager extended =
        ExtendedEntityManagerCreator.createContainerManagedEntityManager(sessions);
    try (LogCapture log = new LogCapture()) {
      inTransaction(
          () -> {
            extended.joinTransaction();
            find(extended, 1);
            saveElsewhere(1, "new");
            assertThat(call(find, 1, () -> find(extended, 1))).isEqualTo(List.of("old 1"));
            assertThat(isCached(1)).isFalse();
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "the transaction shop.Invoices.page, whose extended persistence context held"
                  + " entities already, from earlier loads in it or before it"
                  + OLDER
                  + "Call the method before other loads of the transaction, or let it load in a"
                  + " context of its own: write @Transactional(propagation ="
                  + " Propagation.REQUIRES_NEW, readOnly = true) there, or, if"
                  + " nothing in it is to be saved, call entityManager.clear() before it (said once)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "transaction", "both", "none"})
  void contextThatHoldsNothing_isCached(String around) {
    Executable read = () -> readEntity(1);
    switch (around) {
      case "view" -> inView(read);
      case "transaction" -> inTransaction(read);
      case "both" -> inView(() -> inTransaction(read));
      default -> run(read);
    }
    assertThat(isCached(1)).isTrue();
  }

  @Test
  void clearedContext_isCached() {
    inView(
        () -> {
          find(entities, 1);
          saveElsewhere(1, "new");
          entities.clear();
          assertThat(readEntity(1)).isEqualTo(List.of("new"));
          assertThat(isCached(1)).isTrue();
        });
  }

  @Test
  void hit_isServedWhateverTheContextHolds() {
    inView(
        () -> {
          readEntity(1);
          assertThat(readEntity(1)).isEqualTo(List.of("old 1"));
          assertThat(events.events()).last().isEqualTo("onHit " + key(1).text() + " false");
        });
  }
}
