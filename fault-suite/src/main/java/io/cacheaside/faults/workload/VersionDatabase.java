package io.cacheaside.faults.workload;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.h2.tools.Server;

/**
 * The database of all clients: H2 in this JVM's memory, reached over TCP on the loopback interface.
 * For one thread at a time.
 */
public final class VersionDatabase implements AutoCloseable {
  private final Server server;
  private final Connection connection;
  private final String url;

  private VersionDatabase(Server server, Connection connection, String url) {
    this.server = server;
    this.connection = connection;
    this.url = url;
  }

  /** Starts a database with an empty table on a free port. */
  public static VersionDatabase start() {
    // read by H2 when its first class is loaded
    System.setProperty("h2.bindAddress", "127.0.0.1");
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    String name = "mem:versions-" + secret.substring(0, 8);
    // a client that is stopped inside a transaction keeps its row locked for as long
    String settings = ";USER=suite;PASSWORD=" + secret + ";LOCK_TIMEOUT=60000";
    try {
      Connection connection = DriverManager.getConnection("jdbc:h2:" + name + settings);
      try (Statement create = connection.createStatement()) {
        create.execute("CREATE TABLE versions (id INT PRIMARY KEY, version BIGINT NOT NULL)");
      }
      Server server = Server.createTcpServer("-tcpPort", "0").start();
      String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + name + settings;
      return new VersionDatabase(server, connection, url);
    } catch (SQLException e) {
      throw new IllegalStateException("H2 could not be started: " + e.getMessage(), e);
    }
  }

  /** Makes {@code rows} rows with version 0, numbered from 0, in place of those that were there. */
  public void reset(int rows) {
    try (Statement delete = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO versions VALUES (?, 0)")) {
      delete.execute("DELETE FROM versions");
      for (int id = 0; id < rows; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException("the rows could not be made: " + e.getMessage(), e);
    }
  }

  /** Returns the JDBC URL, credentials included. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException("H2 could not be stopped: " + e.getMessage(), e);
    } finally {
      server.stop();
    }
  }
}
