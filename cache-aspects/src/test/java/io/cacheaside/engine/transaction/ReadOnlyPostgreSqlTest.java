package io.cacheaside.engine.transaction;

import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** Read-only transactions of PostgreSQL. */
@Tag("heavy")
public class ReadOnlyPostgreSqlTest extends ReadOnlyTransactions {

  private static @Nullable EmbeddedPostgres server;

  @Override
  public DataSource open() {
    return server().getPostgresDatabase();
  }

  /** Returns the server; ends the test where Maven has brought none for this platform. */
  private static synchronized EmbeddedPostgres server() {
    EmbeddedPostgres running = server;
    if (running == null) {
      running = start();
      server = running;
    }
    return running;
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start(); // ends with the JVM; as root in a user namespace of its own
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (IllegalStateException e) {
      if (!"Missing embedded postgres binaries".equals(e.getMessage())) {
        throw e;
      }
      return abort("no PostgreSQL for this platform, so what it does is not tested: " + e);
    }
  }

  @Override
  public int defaultIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  public String product() {
    return "PostgreSQL";
  }
}
