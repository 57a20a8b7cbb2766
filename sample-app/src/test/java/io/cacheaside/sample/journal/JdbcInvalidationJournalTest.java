package io.cacheaside.sample.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.sample.JdbcInvalidationJournal;
import io.cacheaside.spi.InvalidationJournal.Row;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JdbcInvalidationJournalTest {
  private static final AtomicInteger LOADS = new AtomicInteger();

  private final JdbcDataSource database = new JdbcDataSource();
  private final Connection transaction;
  private final JdbcInvalidationJournal journal;

  /** A file, which other JVMs reach through the first that opened it. */
  JdbcInvalidationJournalTest(@TempDir Path folder) throws SQLException {
    database.setURL("jdbc:h2:file:" + folder.resolve("shop") + ";AUTO_SERVER=TRUE");
    transaction = database.getConnection();
    transaction.setAutoCommit(false);
    journal = new JdbcInvalidationJournal(database, () -> transaction);
  }

  @BeforeEach
  void create() {
    journal.create();
    LOADS.set(0);
  }

  @AfterEach
  void close() throws SQLException {
    transaction.rollback();
    transaction.close();
  }

  @CacheAside(key = "journal:{id}", ttl = "1h")
  static Integer find(long id) {
    return LOADS.incrementAndGet();
  }

  @Invalidate(key = "journal:{id}")
  static void save(long id) {}

  private CacheAsideRuntime runtime(RedisServer redis) {
    return CacheAsideRuntime.install(
        CacheAsideConfig.builder()
            .redis(redis.uri())
            .app("journal")
            .requireRedisAtStart(true)
            .startTimeout(Duration.ofSeconds(20))
            .commandTimeout(Duration.ofSeconds(2))
            .journal(journal)
            .build());
  }

  private long rows() {
    try (Connection connection = database.getConnection();
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT COUNT(*) FROM cacheaside_journal")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writerThatDied_betweenCommitAndDelete_anotherJvmDelivers() throws Exception {
    try (RedisServer redis = RedisServer.startProcess();
        CacheAsideRuntime runtime = runtime(redis)) {
      assertThat(find(2)).isEqualTo(1);
      assertThat(find(2)).as("cached").isEqualTo(1);
      try (ChildJvm writer =
          ChildJvm.start("writer", DyingWriter.class, ChildJvm.LEAN, database.getURL())) {
        assertThat(writer.awaitEnd()).isEqualTo(DyingWriter.DIED);
      }
      assertThat(rows()).as("the one that was committed").isEqualTo(1);
      Await.until("the row was delivered", () -> rows() == 0);
      assertThat(find(2)).as("loaded again").isEqualTo(2);
      assertThat(runtime.undeliveredKeys()).isZero();
    }
  }

  @Test
  void delivered_rowLeaves_withoutWaitingForItsAge() throws SQLException {
    try (RedisServer redis = RedisServer.startProcess();
        CacheAsideRuntime runtime = runtime(redis)) {
      save(1);
      transaction.commit();
      Await.until("the row was taken out", () -> rows() == 0);
      assertThat(runtime.undeliveredKeys()).isZero();
    }
  }

  @Test
  void record_noTable_failsTheWrite() throws SQLException {
    try (RedisServer redis = RedisServer.startProcess();
        CacheAsideRuntime runtime = runtime(redis)) {
      assertThat(find(1)).isEqualTo(1);
      transaction.createStatement().execute("DROP TABLE cacheaside_journal");
      assertThatThrownBy(() -> save(1))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith(
              ": its invalidations could not be written to the journal, so the call fails and its"
                  + " transaction has to roll back")
          .cause()
          .hasMessageStartingWith("the table cacheaside_journal could not be written: ");
      assertThat(find(1)).as("invalidated all the same").isEqualTo(2);
      assertThat(runtime.undeliveredKeys()).isZero();
    }
  }

  @Test
  void pending_isOldestFirst_committedOnly_andOfAnAge() throws SQLException {
    Row first = new Row("1", new byte[] {1, 0, -1});
    Row second = new Row("2", new byte[] {2});
    journal.record(List.of(first));
    assertThat(journal.pending(10, Duration.ZERO)).as("not committed").isEmpty();
    transaction.commit();
    Await.until("another millisecond", () -> !journal.pending(10, Duration.ofMillis(2)).isEmpty());
    journal.record(List.of(second));
    transaction.commit();
    assertThat(journal.pending(10, Duration.ZERO)).containsExactly(first, second);
    assertThat(journal.pending(1, Duration.ZERO)).containsExactly(first);
    assertThat(journal.pending(1, Duration.ZERO).get(0).target()).isEqualTo(first.target());
    assertThat(journal.pending(10, Duration.ofHours(1))).isEmpty();
    journal.done(List.of(first));
    journal.done(List.of(first, second));
    assertThat(rows()).isZero();
  }
}
