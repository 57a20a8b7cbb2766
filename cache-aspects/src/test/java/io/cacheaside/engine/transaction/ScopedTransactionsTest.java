package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.testing.ScopedTransactionHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.transaction.InvalidationScope;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine in transactions of plain JDBC. */
class ScopedTransactionsTest extends ScopedTransactionHarness {
  @Test
  void committed_invalidates() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          assertThat(read(1)).as("the own write").isEqualTo(List.of("new"));
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          connection.commit();
          assertThat(isCached(1)).isTrue();
          scope.committed();
          assertThat(isCached(1)).isFalse();
        });
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void rolledBack_isDropped() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          connection.rollback();
          scope.rolledBack();
        });
    assertThat(isCached(1)).isTrue();
    assertThat(read(1)).isEqualTo(List.of("old 1"));
  }

  @Test
  void closedWithoutOutcome_invalidates() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          connection.commit();
        });
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void scopesOfOneThread_followEachOther() throws Throwable {
    read(1);
    for (String text : List.of("new", "newer")) {
      inTransaction(
          (connection, scope) -> {
            save(1, text);
            connection.commit();
            scope.committed();
          });
      assertThat(read(1)).isEqualTo(List.of(text));
    }
  }

  @Test
  void twoKindsOfTransaction_eachInvalidatesAtItsEnd() throws Throwable {
    ManualHook other = new ManualHook();
    use(memory, false, other, InvalidationScope.hook());
    read(1);
    other.active = true;
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          connection.commit();
          scope.committed();
        });
    assertThat(isCached(1)).as("after the scope").isFalse();
    other.active = false;
    read(1);
    other.end(TransactionHook.Outcome.COMMITTED);
    assertThat(isCached(1)).as("after the other transaction").isFalse();
  }

  @Test
  void hookThatFails_invalidatesAtOnceAndCachesNothing() throws Throwable {
    ManualHook other = new ManualHook();
    use(memory, true, other);
    read(1);
    other.active = true;
    other.failure = new IllegalStateException("no transaction manager");
    try (LogCapture log = new LogCapture()) {
      save(1, "new");
      assertThat(isCached(1)).isFalse();
      assertThat(read(1)).isEqualTo(List.of("new"));
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("Transactions"))
          .containsExactly(
              "ERROR the transaction hook "
                  + ManualHook.class.getName()
                  + " failed: until it works again, invalidations are sent at once and loads are"
                  + " not cached");
    }
  }

  @ParameterizedTest
  @CsvSource({"'DEFAULT, whose isolation is not known'", "'OTHER, which may see an old snapshot'"})
  void hookThatKnowsNoMore_missIsNotCached_andSaysSo(String text) throws Throwable {
    ManualHook other = new ManualHook();
    other.isolation = TransactionHook.Isolation.valueOf(text.substring(0, text.indexOf(',')));
    use(memory, false, other);
    other.active = true;
    try (LogCapture log = new LogCapture()) {
      read(1);
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "a transaction known by "
                  + ManualHook.class.getName()
                  + text.substring(text.indexOf(','))
                  + ". Call the method before the transaction begins"
                  + IF_NEWEST);
    }
  }

  private static final String NOT_CACHED =
      "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned but not"
          + " cached: it was called in ";

  private static final String IF_NEWEST =
      ", or set transaction-isolation = read-committed if each statement of such transactions sees"
          + " the newest commit (said once)";

  @Test
  void scope_missIsNotCached_andSaysSo() throws Throwable {
    use(memory, false, InvalidationScope.hook());
    try (LogCapture log = new LogCapture();
        InvalidationScope scope = InvalidationScope.begin()) {
      read(1);
      scope.rolledBack();
      assertThat(isCached(1)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              NOT_CACHED
                  + "an InvalidationScope, whose transaction has an unknown isolation. Call the"
                  + " method before the scope begins"
                  + IF_NEWEST);
    }
  }

  @Test
  void transactionThatBeginsDuringTheLoadAndGoesOn_isNotCached() throws Throwable {
    ManualHook other = new ManualHook();
    other.isolation = TransactionHook.Isolation.OTHER;
    use(memory, false, other);
    call(
        find,
        1,
        () -> {
          other.active = true;
          return load(1);
        });
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void sharedLoad_pastTheCache_doesNotLeaveTheTransaction() throws Throwable {
    AtomicBoolean away = new AtomicBoolean(true);
    use(
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<byte[]> lookup(Key key) {
            return away.get()
                ? CompletableFuture.failedFuture(
                    new StoreException(StoreException.Reason.UNAVAILABLE, "away", null))
                : super.lookup(key);
          }
        },
        false,
        InvalidationScope.hook());
    CompletableFuture<CompletableFuture<Object>> other = new CompletableFuture<>();
    inTransaction(
        (connection, scope) -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          load(3);
          saveElsewhere(1, "new");
          call(
              find,
              1,
              () -> {
                other.complete(callInThread(find, 1, () -> load(1)));
                assertThat(get(other.join())).isEqualTo(List.of("new"));
                return load(1);
              });
          scope.committed();
        });
    assertThat(other).isCompleted();
  }

  @Test
  void closeDuringTransaction_waitsForItsInvalidations() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          CompletableFuture<Object> closing =
              inThread(
                  () -> {
                    engine.close();
                    return "closed";
                  });
          connection.commit();
          scope.committed();
          assertThat(get(closing)).isEqualTo("closed");
        });
    assertThat(isCached(1)).isFalse();
  }

  @Test
  void closeBeforeTheCommit_invalidatesEarlyAndSaysSo() throws Throwable {
    read(1);
    try (LogCapture log = new LogCapture()) {
      inTransaction(
          (connection, scope) -> {
            save(1, "new");
            engine.close();
            assertThat(isCached(1)).isFalse();
            connection.commit();
            scope.committed();
          });
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "WARN 1 transactions had not ended when the cache was closed: their 1 invalidations"
                  + " were sent before the commit, so other JVMs may cache the old values again"
                  + " until their TTL ends. Close the cache after the last transaction.");
    }
    assertThat(events.count("onInvalidate")).as("again at the commit").isEqualTo(2);
  }

  @Test
  void regionCleared_waitsForTheCommitAndHidesTheRegion() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          write(
              clear,
              0,
              () -> {
                store(1, "new");
                return null;
              });
          assertThat(read(1)).as("the own write").isEqualTo(List.of("new"));
          assertThat(readElsewhere(1)).isEqualTo(List.of("old 1"));
          assertThat(events.count("onClear")).isZero();
          connection.commit();
          scope.committed();
        });
    assertThat(events.events()).contains("onClear default true");
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void tooManyKeys_clearTheRegionInstead() throws Throwable {
    read(1);
    inTransaction(
        (connection, scope) -> {
          save(1, "new");
          for (int i = 0; i < Invalidations.MAX_KEYS; i++) {
            write(save, 1_000 + i, () -> null);
          }
          assertThat(read(1)).as("still uncommitted").isEqualTo(List.of("new"));
          connection.commit();
          scope.committed();
        });
    assertThat(events.count("onInvalidate")).isZero();
    assertThat(events.count("onClear")).isEqualTo(1);
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  @Test
  void fence_isSentBeforeTheBodyThoughTheInvalidationWaits() throws Throwable {
    inTransaction(
        (connection, scope) -> {
          write(
              saveFenced,
              1,
              () -> {
                assertThat(events.events()).containsExactly("onFence " + key(1).text() + " true");
                return null;
              });
          connection.rollback();
          scope.rolledBack();
        });
    assertThat(events.count("onInvalidate")).isZero();
  }

  @Test
  void fence_storeFails_theWriteGoesOn() throws Throwable {
    use(
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
            return CompletableFuture.failedFuture(
                new StoreException(StoreException.Reason.UNAVAILABLE, "away", null));
          }
        },
        false,
        InvalidationScope.hook());
    read(1);
    write(
        saveFenced,
        1,
        () -> {
          store(1, "new");
          return null;
        });
    assertThat(events.events())
        .containsSubsequence(
            "onFence " + key(1).text() + " false", "onInvalidate " + key(1).text() + " true");
    assertThat(read(1)).isEqualTo(List.of("new"));
  }

  /** A transaction that the test ends. */
  private static final class ManualHook implements TransactionHook {
    boolean active;
    Isolation isolation = TransactionHook.Isolation.READ_COMMITTED;
    RuntimeException failure;
    private Object state;
    private Consumer<Outcome> whenEnded;

    @Override
    public boolean isActive() {
      if (failure != null) {
        throw failure;
      }
      return active;
    }

    @Override
    public Isolation isolation() {
      return isolation;
    }

    @Override
    public Object state(Object owner) {
      return active ? state : null;
    }

    @Override
    public void attach(Object owner, Object state, Consumer<Outcome> whenEnded) {
      this.state = state;
      this.whenEnded = whenEnded;
    }

    void end(Outcome outcome) {
      whenEnded.accept(outcome);
    }
  }
}
