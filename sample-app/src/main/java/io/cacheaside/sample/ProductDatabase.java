package io.cacheaside.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue's tables in a SQL database, reached through a pool of 16 connections. Threadsafe.
 *
 * <p>Uses two tables of its own, {@code cacheaside_demo_product} and {@code
 * cacheaside_demo_discount}, and no SQL that is special to one product. All methods throw {@link
 * IllegalStateException} when the database fails.
 */
public final class ProductDatabase implements AutoCloseable {
  private static final int POOL_SIZE = 16;
  private static final int ROWS = 500;

  private final HikariDataSource pool;
  private final LongAdder loads = new LongAdder();
  private volatile LongConsumer afterRead = ProductDatabase::nothing;

  /** Connects to the database; any JDBC URL whose driver is on the class path. */
  public ProductDatabase(String jdbcUrl) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setPoolName("catalogue");
    this.pool = new HikariDataSource(config);
  }

  /** Creates the tables anew and fills them with products 1 to {@code count}. */
  public void create(int count, List<Discount> discounts) {
    execute(
        "CREATE TABLE cacheaside_demo_product (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
            + " cents BIGINT NOT NULL, version BIGINT NOT NULL)",
        "CREATE TABLE cacheaside_demo_discount (shop VARCHAR(100), customer VARCHAR(100),"
            + " pct INT NOT NULL)");
    inTransaction(
        connection -> {
          insertProducts(connection, count);
          insertDiscounts(connection, discounts);
          return count;
        });
  }

  /** Removes the two tables, if they exist. */
  public void drop() {
    execute(
        "DROP TABLE IF EXISTS cacheaside_demo_product",
        "DROP TABLE IF EXISTS cacheaside_demo_discount");
  }

  /** Returns the product, or null if there is none with this number. Counts as a load. */
  public @Nullable Product product(long id) {
    loads.increment();
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT name, cents, version FROM cacheaside_demo_product WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet rows = select.executeQuery()) {
        Product found =
            rows.next()
                ? new Product(id, rows.getString(1), rows.getLong(2), rows.getLong(3))
                : null;
        afterRead.accept(id);
        return found;
      }
    } catch (SQLException e) {
      throw failure("read product " + id, e);
    }
  }

  /** Returns the discount for exactly these arguments, or null. Counts as a load. */
  public @Nullable Discount discount(@Nullable String shop, @Nullable String customer) {
    loads.increment();
    String sql =
        "SELECT pct FROM cacheaside_demo_discount WHERE "
            + (shop == null ? "shop IS NULL" : "shop = ?")
            + " AND "
            + (customer == null ? "customer IS NULL" : "customer = ?");
    try (Connection connection = pool.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      int at = 1;
      if (shop != null) {
        select.setString(at++, shop);
      }
      if (customer != null) {
        select.setString(at, customer);
      }
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? new Discount(shop, customer, rows.getInt(1)) : null;
      }
    } catch (SQLException e) {
      throw failure("read a discount", e);
    }
  }

  /**
   * Sets a price, commits, and returns the product's new version.
   *
   * @throws IllegalArgumentException if there is no such product
   */
  public long changePrice(long id, long cents) {
    return inTransaction(
        connection -> {
          try (PreparedStatement update =
                  connection.prepareStatement(
                      "UPDATE cacheaside_demo_product SET cents = ?, version = version + 1"
                          + " WHERE id = ?");
              // the row is locked by the update, so this is the version the update made
              PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT version FROM cacheaside_demo_product WHERE id = ?")) {
            update.setLong(1, cents);
            update.setLong(2, id);
            if (update.executeUpdate() == 0) {
              throw new IllegalArgumentException("there is no product " + id);
            }
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Returns how many reads reached the database from this JVM so far. */
  public long loads() {
    return loads.sum();
  }

  /**
   * Sets what happens at the end of each read of a product, after the row was read and before its
   * connection is given back: how a slow query is played.
   *
   * @param action gets the product's number, on the reading thread; null for nothing
   */
  public void afterRead(@Nullable LongConsumer action) {
    afterRead = action == null ? ProductDatabase::nothing : action;
  }

  private static void nothing(long id) {}

  @Override
  public void close() {
    pool.close();
  }

  /** One statement for many rows: to a remote database, each statement is a round trip. */
  private static void insertProducts(Connection connection, int count) throws SQLException {
    for (int first = 1; first <= count; first += ROWS) {
      int rows = Math.min(ROWS, count - first + 1);
      String sql = "INSERT INTO cacheaside_demo_product VALUES " + "(?,?,?,1),".repeat(rows);
      try (PreparedStatement insert =
          connection.prepareStatement(sql.substring(0, sql.length() - 1))) {
        int at = 1;
        for (int id = first; id < first + rows; id++) {
          insert.setLong(at++, id);
          insert.setString(at++, "product number " + id);
          insert.setLong(at++, 100 + id % 10_000);
        }
        insert.executeUpdate();
      }
    }
  }

  private static void insertDiscounts(Connection connection, List<Discount> discounts)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO cacheaside_demo_discount VALUES (?, ?, ?)")) {
      for (Discount discount : discounts) {
        insert.setString(1, discount.shop());
        insert.setString(2, discount.customer());
        insert.setInt(3, discount.percent());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void execute(String... statements) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failure("set up the tables", e);
    }
  }

  private long inTransaction(Work work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        long result = work.run(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw failure("change the catalogue", e);
    }
  }

  private static IllegalStateException failure(String what, SQLException cause) {
    return new IllegalStateException(
        "the database failed to " + what + ": " + cause.getMessage(), cause);
  }

  /** What runs in a transaction. */
  private interface Work {
    long run(Connection connection) throws SQLException;
  }
}
