package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.Body;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.SpringTransactionHook;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The engine in a transaction of one of Spring's managers that began in one of another: the outer
 * one is hidden by Spring then, but its connection still reads and writes. The texts are in the
 * database of the outer one.
 */
public class TwoManagersTest extends SpringTransactionHarness {
  private static final String METHOD =
      "io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned but not"
          + " cached: it was called in ";

  private final JdbcTransactionManager outer = new JdbcTransactionManager(database);
  private final JdbcTransactionManager inner = new JdbcTransactionManager(another());
  private final JdbcTransactionManager innermost = new JdbcTransactionManager(another());

  private static JdbcDataSource another() {
    JdbcDataSource other = new JdbcDataSource();
    other.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    return other;
  }

  private static void in(JdbcTransactionManager manager, int isolation, Body body) {
    in(manager, isolation, false, body);
  }

  private static void in(
      JdbcTransactionManager manager, int isolation, boolean readOnly, Body body) {
    DefaultTransactionDefinition definition = isolated(isolation);
    definition.setReadOnly(readOnly);
    definition.setName("shop.Audit.note");
    in(manager, definition, body);
  }

  private static void in(JdbcTransactionManager manager, Body body) {
    in(manager, TransactionDefinition.ISOLATION_DEFAULT, body);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void innerReadCommitted_seesWhatTheOuterHasWritten_isNotCached(boolean readOnly)
      throws Throwable {
    try (LogCapture log = new LogCapture()) {
      in(
          outer,
          rollBack -> {
            store(1, "mine");
            in(
                inner,
                TransactionDefinition.ISOLATION_READ_COMMITTED,
                readOnly,
                innerRollBack -> assertThat(read(1)).isEqualTo(List.of("mine")));
            rollBack.run();
          });
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN "
                  + METHOD
                  + "the transaction shop.Audit.note, beside which one of another transaction"
                  + " manager is under way, and so may read from that one's connection what it has"
                  + " written, or what was before the last commit. Call the method before these"
                  + " transactions begin, or suspend the outer one meanwhile"
                  + " (@Transactional(propagation = Propagation.NOT_SUPPORTED) with its"
                  + " transaction manager) (said once)");
    }
    assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void innerByDefault_configuredAsReadCommitted_seesTheSnapshotOfTheOuter_isNotCached()
      throws Throwable {
    use(memory, true, new SpringTransactionHook());
    in(
        outer,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        rollBack -> {
          load(3);
          saveElsewhere(1, "new");
          in(inner, innerRollBack -> assertThat(read(1)).isEqualTo(List.of("old 1")));
        });
    assertThat(isCached(1)).isFalse();
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inner_seesTheKeysThatTheOuterHasInvalidated(boolean twice) throws Throwable {
    read(1);
    Body reads =
        rollBack -> {
          assertThat(read(1)).isEqualTo(List.of("mine"));
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
        };
    in(
        outer,
        rollBack -> {
          save(1, "mine");
          in(
              inner,
              innerRollBack -> {
                save(3, "new");
                reads.run(innerRollBack);
                if (twice) {
                  in(innermost, reads);
                  reads.run(innerRollBack);
                }
              });
          assertThat(isCached(1)).as("not committed").isTrue();
          reads.run(rollBack);
          rollBack.run();
        });
    assertThat(read(1)).isEqualTo(List.of("old 1"));
    assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
  }

  @Test
  void inner_missAfterAnInvalidationOfTheOuter_isNotCached_andSaysSo() {
    try (LogCapture log = new LogCapture()) {
      in(
          outer,
          rollBack -> {
            save(2, "new");
            in(
                inner,
                TransactionDefinition.ISOLATION_READ_COMMITTED,
                innerRollBack -> {
                  read(1);
                  assertThat(isCached(1)).isFalse();
                });
          });
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "INFO "
                  + METHOD
                  + "a transaction that has called an @Invalidate method before, or in such a"
                  + " method, and may see what nobody has committed. Call it before the first"
                  + " @Invalidate method, or after the transaction, if it is to be cached there"
                  + " (said once)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        AbstractPlatformTransactionManager.SYNCHRONIZATION_ALWAYS,
        AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER
      })
  void writeInTheInner_throughTheConnectionOfTheOuter_isInvalidatedAtTheEndOfBoth(int told)
      throws Throwable {
    inner.setTransactionSynchronization(told);
    read(1);
    in(
        outer,
        rollBack -> {
          save(2, "new");
          in(
              inner,
              innerRollBack -> {
                save(1, "new");
                innerRollBack.run();
              });
          assertThat(read(1)).as("its own write").isEqualTo(List.of("new"));
          assertThat(readElsewhere(1)).as("before the commit").isEqualTo(List.of("old 1"));
        });
    assertThat(isCached(1)).isFalse();
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  /** Spring tells nobody of the end of a transaction that was hidden already. */
  @ParameterizedTest
  @ValueSource(strings = {"commits", "rolls back"})
  void writeInTheInner_throughTheConnectionOfAnUnknownOuter_isInvalidatedAfterTheEndOfIt(String end)
      throws Throwable {
    read(1);
    in(
        outer,
        rollBack -> {
          in(
              inner,
              innerRollBack -> {
                save(1, "new");
                if (end.equals("rolls back")) {
                  innerRollBack.run();
                }
              });
          assertThat(read(1)).as("its own write").isEqualTo(List.of("new"));
          assertThat(readElsewhere(1)).as("before the commit").isEqualTo(List.of("old 1"));
        });
    Await.until("its invalidation after the outer one's end", () -> invalidations() == 2);
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  private int invalidations() {
    return Collections.frequency(events.events(), "onInvalidate " + key(1).text() + " true");
  }

  /** Of which database the write is, is not known: it may be visible with either end. */
  @Test
  void writeInTheInner_besideAnUnknownOuter_isInvalidatedAtItsCommit_andAtTheEndOfTheOuter()
      throws Throwable {
    read(1);
    byte[] cached = memory.lookup(key(1)).join();
    in(
        outer,
        rollBack -> {
          in(inner, innerRollBack -> save(1, "new"));
          assertThat(isCached(1)).as("after the inner commit").isFalse();
          assertThat(invalidations()).isEqualTo(1);
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          assertThat(isCached(1)).as("by this JVM").isFalse();
          populate(cached); // another JVM
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          assertThat(events.count("onHit")).isZero();
        });
    Await.until("its invalidation after the outer one's end", () -> invalidations() == 2);
    assertThat(isCached(1)).isFalse();
    Await.until("that nothing waits any more", this::isCachedAfterARead);
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  private void populate(byte[] cached) {
    LeaseToken token = new LeaseToken(Long.MIN_VALUE | 7, 1);
    memory.acquire(key(1), token, 10_000, null).join();
    assertThat(memory.populate(key(1), token, cached, 60_000).join()).isTrue();
  }

  private boolean isCachedAfterARead() {
    try {
      assertThat(read(1)).isEqualTo(List.of("new"));
      return isCached(1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The store of the first holds its answer back until the second is delivered. */
  @Test
  void endOfOneOuter_waitsForNoAnswerAboutAnother() throws Throwable {
    HeldBack store = new HeldBack(memory);
    use(store, false, new SpringTransactionHook());
    read(1);
    read(2);
    in(
        outer,
        rollBack -> {
          in(inner, innerRollBack -> save(1, "new"));
          store.holdBack(key(1));
        });
    Await.until("that the first is sent", store::isAsked);
    in(outer, rollBack -> in(inner, innerRollBack -> save(2, "new")));
    String second = "onInvalidate " + key(2).text() + " true";
    Await.until("the second", () -> Collections.frequency(events.events(), second) == 2);
    assertThat(invalidations()).isEqualTo(1);
    store.answer();
    Await.until("the first", () -> invalidations() == 2);
  }

  /** Answers no invalidation of one key until it may. */
  private static final class HeldBack extends StoreDecorator {
    private final CompletableFuture<Long> answer = new CompletableFuture<>();
    private volatile Key key;
    private volatile boolean asked;

    HeldBack(Store store) {
      super(store);
    }

    void holdBack(Key held) {
      key = held;
    }

    boolean isAsked() {
      return asked;
    }

    void answer() {
      answer.complete(1L);
    }

    @Override
    public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
      CompletableFuture<Long> done = super.invalidate(keys, settleMillis);
      if (key == null || !keys.contains(key)) {
        return done;
      }
      asked = true;
      return answer.thenCombine(done, (held, count) -> count);
    }
  }

  @Test
  void suspendedOuter_isOutOfUse_soThatItsKeysAreCached() throws Throwable {
    in(
        outer,
        rollBack -> {
          save(1, "mine");
          DefaultTransactionDefinition none =
              new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
          new TransactionTemplate(outer, none)
              .executeWithoutResult(
                  suspended ->
                      in(
                          inner,
                          TransactionDefinition.ISOLATION_READ_COMMITTED,
                          innerRollBack -> {
                            assertThat(read(1)).isEqualTo(List.of("old 1"));
                            assertThat(isCached(1)).isTrue();
                          }));
          rollBack.run();
        });
  }

  @Test
  void managerWithoutSynchronization_mayHaveWritten_isNotCached_andSaysSo() throws Throwable {
    outer.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
    try (LogCapture log = new LogCapture()) {
      in(
          outer,
          rollBack -> {
            store(1, "mine");
            assertThat(read(1)).isEqualTo(List.of("mine"));
            rollBack.run();
          });
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              "WARN "
                  + METHOD
                  + "a transaction that tells nobody of its end, as its manager has"
                  + " transactionSynchronization = SYNCHRONIZATION_NEVER, and so may see what it"
                  + " has written itself, or what was before the last commit. Leave the manager at"
                  + " SYNCHRONIZATION_ALWAYS, its default, or call the method before the"
                  + " transaction begins (said once)");
    }
    assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void callbackAfterTheEnd_mayReadFromTheConnectionThatIsStillThere_isNotCached() {
    in(
        outer,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        rollBack ->
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void afterCompletion(int status) {
                    try {
                      load(3);
                      saveElsewhere(1, "new");
                      assertThat(read(1)).as("as of its snapshot").isEqualTo(List.of("old 1"));
                    } catch (Throwable e) {
                      throw new AssertionError(e);
                    }
                  }
                }));
    assertThat(isCached(1)).isFalse();
  }
}
