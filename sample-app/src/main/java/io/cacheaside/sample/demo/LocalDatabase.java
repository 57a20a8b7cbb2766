package io.cacheaside.sample.demo;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.h2.tools.Server;

/**
 * An H2 database in this JVM that other JVMs of the machine reach over TCP. It lives in memory and
 * listens on the loopback interface.
 */
final class LocalDatabase implements AutoCloseable {
  private final Server server;
  private final Connection keepAlive;
  private final String url;

  private LocalDatabase(Server server, Connection keepAlive, String url) {
    this.server = server;
    this.keepAlive = keepAlive;
    this.url = url;
  }

  /** Starts a new, empty database on a free port. */
  static LocalDatabase start() {
    // read by H2 when its first class is loaded
    System.setProperty("h2.bindAddress", "127.0.0.1");
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    String name = "mem:catalogue-" + secret.substring(0, 8);
    String credentials = ";USER=shop;PASSWORD=" + secret;
    try {
      // a database in memory is gone when its last connection is closed
      Connection keepAlive = DriverManager.getConnection("jdbc:h2:" + name + credentials);
      Server server = Server.createTcpServer("-tcpPort", "0").start();
      String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + name + credentials;
      return new LocalDatabase(server, keepAlive, url);
    } catch (SQLException e) {
      throw new IllegalStateException("H2 could not be started: " + e.getMessage(), e);
    }
  }

  /** Returns the JDBC URL, credentials included. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    try (Statement statement = keepAlive.createStatement()) {
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException("H2 could not be stopped: " + e.getMessage(), e);
    } finally {
      server.stop();
    }
  }
}
