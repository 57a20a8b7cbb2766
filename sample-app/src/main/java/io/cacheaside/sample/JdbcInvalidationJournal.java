package io.cacheaside.sample;

import io.cacheaside.spi.InvalidationJournal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A journal in a table of the application's database, {@code cacheaside_journal}. Threadsafe.
 *
 * <p>Rows carry the clock of the JVM that wrote them. Clocks that differ make a row look older or
 * younger than it is; then it is delivered twice, or some seconds later.
 */
public final class JdbcInvalidationJournal implements InvalidationJournal {
  private final DataSource database;
  private final Supplier<Connection> transaction;

  /**
   * Creates a journal.
   *
   * @param database gives connections of the journal's own, with auto-commit
   * @param transaction returns the connection of the transaction that the calling thread is in, for
   *     example {@code () -> DataSourceUtils.getConnection(dataSource)} with Spring; it is not
   *     closed here
   */
  public JdbcInvalidationJournal(DataSource database, Supplier<Connection> transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  /** Creates the table, if it does not exist. */
  public void create() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS cacheaside_journal (id VARCHAR(36) PRIMARY KEY,"
              + " target VARBINARY(1024) NOT NULL, written_millis BIGINT NOT NULL)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS cacheaside_journal_age ON cacheaside_journal"
              + " (written_millis)");
    } catch (SQLException e) {
      throw failure("be created", e);
    }
  }

  @Override
  public void record(List<Row> rows) {
    try (PreparedStatement insert =
        transaction
            .get()
            .prepareStatement(
                "INSERT INTO cacheaside_journal (id, target, written_millis) VALUES (?, ?,"
                    + " ?)")) {
      for (Row row : rows) {
        insert.setString(1, row.id());
        insert.setBytes(2, row.target());
        insert.setLong(3, System.currentTimeMillis());
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw failure("be written", e);
    }
  }

  @Override
  public List<Row> pending(int max, Duration minAge) {
    List<Row> pending = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, target FROM cacheaside_journal WHERE written_millis <= ?"
                    + " ORDER BY written_millis")) {
      select.setMaxRows(max);
      select.setLong(1, System.currentTimeMillis() - minAge.toMillis());
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          pending.add(new Row(found.getString(1), found.getBytes(2)));
        }
      }
    } catch (SQLException e) {
      throw failure("be read", e);
    }
    return pending;
  }

  @Override
  public void done(List<Row> rows) {
    try (Connection connection = database.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM cacheaside_journal WHERE id = ?")) {
      for (Row row : rows) {
        delete.setString(1, row.id());
        delete.addBatch();
      }
      delete.executeBatch();
    } catch (SQLException e) {
      throw failure("be cleaned up", e);
    }
  }

  private static IllegalStateException failure(String what, SQLException e) {
    return new IllegalStateException(
        "the table cacheaside_journal could not " + what + ": " + e.getMessage(), e);
  }
}
