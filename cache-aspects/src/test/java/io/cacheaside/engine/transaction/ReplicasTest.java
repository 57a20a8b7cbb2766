package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.MariaDb;
import io.cacheaside.transaction.SpringTransactionHook;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Loads in transactions of a server that repeats what another one has committed, some time later.
 */
@Tag("heavy")
public class ReplicasTest extends SpringTransactionHarness {
  private static final String LOADS_FROM =
      "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.find(int): what it loads is returned but"
          + " not cached: it was called in the transaction shop.Users.page, whose ";

  private static final String CURE =
      ", and so may see what was before an invalidation. Let the method load from the primary, or"
          + " set region.<name>.settle to more than the replica lags behind (said once)";

  @TempDir Path folder;

  private DataSource source = database;

  @Override
  DataSource source() {
    return source;
  }

  private void readIn(int isolation, boolean readOnly, int id) {
    DefaultTransactionDefinition definition = isolated(isolation);
    definition.setReadOnly(readOnly);
    definition.setName("shop.Users.page");
    in(
        new JdbcTransactionManager(source),
        definition,
        rollBack -> assertThat(read(id)).isEqualTo(List.of("old")));
  }

  private static void fill(DataSource target) throws SQLException {
    try (Connection connection = target.getConnection()) {
      connection.createStatement().execute("drop table if exists texts");
      connection
          .createStatement()
          .execute("create table texts (id int primary key, text varchar(9))");
      connection
          .createStatement()
          .execute("insert into texts values (1, 'old'), (2, 'old'), (3, 'old')");
    }
  }

  private EmbeddedPostgres postgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }

  @Test
  void postgreSql_hotStandby_isNotCached_whateverTheIsolation() throws Exception {
    try (EmbeddedPostgres primary = postgres()) {
      source = primary.getPostgresDatabase();
      fill(source);
      readIn(TransactionDefinition.ISOLATION_DEFAULT, true, 1);
      assertThat(isCached(1)).isTrue();
    }
    Files.createFile(folder.resolve("data/standby.signal"));
    use(memory, false, new SpringTransactionHook());
    try (EmbeddedPostgres standby = postgres();
        LogCapture log = new LogCapture()) {
      source = standby.getPostgresDatabase();
      readIn(TransactionDefinition.ISOLATION_DEFAULT, true, 2);
      readIn(TransactionDefinition.ISOLATION_READ_COMMITTED, true, 2);
      readIn(TransactionDefinition.ISOLATION_READ_COMMITTED, false, 2);
      use(memory, true, new SpringTransactionHook());
      readIn(TransactionDefinition.ISOLATION_DEFAULT, true, 2);
      assertThat(isCached(2)).isFalse();
      String line =
          LOADS_FROM
              + "PostgreSQL server says that it is a hot standby (in_hot_standby = on)"
              + CURE;
      assertThat(log.lines("PrivateLoad")).containsExactly(line, line);

      regions = Map.of("default", settling());
      use(memory, false, new SpringTransactionHook());
      readIn(TransactionDefinition.ISOLATION_DEFAULT, true, 2);
      assertThat(isCached(2)).as("it lags behind for less than its entries settle").isTrue();
      readIn(TransactionDefinition.ISOLATION_REPEATABLE_READ, true, 3);
      assertThat(isCached(3)).as("a snapshot is no lag").isFalse();
    }
  }

  private static SettingValues settling() {
    return SettingValues.NONE.with(RegionSettings.SETTLE, Duration.ofSeconds(1));
  }

  @Test
  void mariaDb_readOnlyServer_isNotCached_inReadOnlyTransactions() throws Exception {
    source = MariaDb.source();
    fill(source);
    readIn(TransactionDefinition.ISOLATION_READ_COMMITTED, true, 1);
    assertThat(isCached(1)).isTrue();
    try (Connection server = source.getConnection();
        LogCapture log = new LogCapture()) {
      server.createStatement().execute("set global read_only = 1");
      try {
        readIn(TransactionDefinition.ISOLATION_READ_COMMITTED, true, 2);
      } finally {
        server.createStatement().execute("set global read_only = 0");
      }
      assertThat(isCached(2)).isFalse();
      assertThat(log.lines("PrivateLoad"))
          .containsExactly(
              LOADS_FROM + "MariaDB server is read-only, as replicas are (@@read_only = 1)" + CURE);
    }
    readIn(TransactionDefinition.ISOLATION_READ_COMMITTED, true, 3);
    assertThat(isCached(3)).isTrue();
  }
}
