package io.cacheaside.faults.workload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.HistoryWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The rows in the database. It records what it commits. Threadsafe. */
final class VersionTable implements AutoCloseable {
  private static final String LOAD = "SELECT version FROM versions WHERE id = ?";
  private static final String RAISE =
      "SELECT version FROM FINAL TABLE (UPDATE versions SET version = version + 1 WHERE id = ?)";
  private static final int HALTED = 137;

  private final HikariDataSource pool;
  private final HistoryWriter history;
  private final int sharedKeys;
  private final AtomicBoolean haltAfterCommit = new AtomicBoolean();

  /**
   * Connects.
   *
   * @param sharedKeys below this number, some loads take a few milliseconds more
   */
  VersionTable(String jdbcUrl, int connections, HistoryWriter history, int sharedKeys) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(30));
    this.pool = new HikariDataSource(config);
    this.history = history;
    this.sharedKeys = sharedKeys;
  }

  /** Makes the JVM halt, as if it were killed, as soon as a write is committed. */
  void haltAfterCommit() {
    haltAfterCommit.set(true);
  }

  /** Returns the row; what it read may be old when it returns, which is what a race needs. */
  Versioned load(int id) {
    Versioned loaded;
    try (Connection connection = pool.getConnection();
        PreparedStatement select = connection.prepareStatement(LOAD)) {
      loaded = Versioned.of(id, version(select, id));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
    if (id < sharedKeys && ThreadLocalRandom.current().nextBoolean()) {
      LockSupport.parkNanos(
          TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(1_000, 5_000)));
    }
    return loaded;
  }

  /** Raises the version, commits, and records it. */
  long raise(int id) {
    long begin = System.nanoTime();
    history.append(EventKind.WRITE_BEGUN, 0, id, 0, begin, begin);
    long version = commit(id);
    long committed = System.nanoTime();
    history.append(EventKind.COMMITTED, 0, id, version, begin, committed);
    CallTrace.current().committed(begin, committed);
    if (haltAfterCommit.get()) {
      Runtime.getRuntime().halt(HALTED);
    }
    return version;
  }

  private long commit(int id) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement update = connection.prepareStatement(RAISE)) {
        long version = version(update, id);
        connection.commit();
        return version;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static long version(PreparedStatement statement, int id) throws SQLException {
    statement.setInt(1, id);
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("there is no row " + id);
      }
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
