package io.cacheaside.sample.journal;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.sample.JdbcInvalidationJournal;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A program that writes while Redis cannot be reached, commits, and dies: nothing but the journal
 * knows of its invalidation.
 */
final class DyingWriter {
  static final int DIED = 42;

  private DyingWriter() {}

  @Invalidate(key = "journal:{id}")
  static void save(long id) {}

  public static void main(String[] arguments) throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(arguments[0]);
    Connection transaction = database.getConnection();
    transaction.setAutoCommit(false);
    CacheAsideRuntime.install(
        CacheAsideConfig.builder()
            .redis("redis://127.0.0.1:1")
            .app("journal")
            .journal(new JdbcInvalidationJournal(database, () -> transaction))
            .build());
    save(1);
    transaction.rollback();
    save(2);
    transaction.commit();
    Runtime.getRuntime().halt(DIED);
  }
}
