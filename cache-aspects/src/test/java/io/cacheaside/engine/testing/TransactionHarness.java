package io.cacheaside.engine.testing;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.TransactionHook;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * An engine that knows transactions, and a real database with a text for each id. Isolation {@code
 * REPEATABLE_READ} of this database is a snapshot.
 */
public abstract class TransactionHarness extends EngineHarness {
  @SuppressWarnings("this-escape") // open() says what it cannot use
  public final DataSource database = open();

  public final RecordingListener events = new RecordingListener();
  public Map<String, SettingValues> regions = Map.of();
  private Connection keeper;

  /** Returns the database; called once, before the fields of subclasses are there. */
  protected DataSource open() {
    JdbcDataSource memory = new JdbcDataSource();
    memory.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    return memory;
  }

  @BeforeEach
  protected void createTable() throws SQLException {
    keeper = database.getConnection();
    keeper.createStatement().execute("drop table if exists texts");
    keeper.createStatement().execute("create table texts (id int primary key, text varchar(99))");
    keeper
        .createStatement()
        .execute("insert into texts values (1, 'old 1'), (2, 'old 2'), (3, 'old 3')");
  }

  @AfterEach
  protected void dropTable() throws SQLException {
    keeper.close();
  }

  /** Replaces the engine. */
  protected final void use(Store store, boolean readCommitted, TransactionHook... hooks) {
    engine.close();
    EngineOptions defaults = EngineOptions.DEFAULTS;
    engine =
        new CacheEngine(
            "test",
            store,
            new KryoCodec(KryoCodecOptions.defaults()),
            events,
            new EngineOptions(
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                0,
                defaults.undeliveredLimit(),
                defaults.undeliveredRetention(),
                false,
                true,
                defaults.recovery()),
            new TransactionOptions(List.of(hooks), readCommitted),
            regions,
            timer);
  }

  /** Returns the connection of the calling thread's transaction, or one that commits by itself. */
  protected abstract Connection connect() throws SQLException;

  /** Gives a connection back. */
  protected abstract void disconnect(Connection connection) throws SQLException;

  /** Reads past the cache. */
  protected final List<String> load(int id) throws SQLException {
    Connection connection = connect();
    try (PreparedStatement select =
        connection.prepareStatement("select text from texts where id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return List.of(row.getString(1));
      }
    } finally {
      disconnect(connection);
    }
  }

  /** Writes past the cache. */
  protected final void store(int id, String text) throws SQLException {
    Connection connection = connect();
    try (PreparedStatement update =
        connection.prepareStatement("update texts set text = ? where id = ?")) {
      update.setString(1, text);
      update.setInt(2, id);
      update.executeUpdate();
    } finally {
      disconnect(connection);
    }
  }

  /** Calls the {@code @CacheAside} method. */
  protected final Object read(int id) throws Throwable {
    return call(find, id, () -> load(id));
  }

  /** Calls it on a thread of its own, hence in no transaction. */
  protected final Object readElsewhere(int id) throws Exception {
    return get(callInThread(find, id, () -> load(id)));
  }

  /** Calls the {@code @Invalidate} method as woven code does. */
  protected final void save(int id, String text) throws Exception {
    write(
        save,
        id,
        () -> {
          store(id, text);
          return null;
        });
  }

  protected final Object write(CallSite site, int id, Callable<?> body) throws Exception {
    Object[] arguments = {id};
    Write write = engine.writeBegins(site, null, arguments);
    Object result;
    try {
      result = body.call();
    } catch (Exception e) {
      write.ended(null, false);
      throw e;
    }
    write.ended(result, true);
    return result;
  }

  protected final void saveElsewhere(int id, String text) throws Exception {
    get(
        inThread(
            () -> {
              save(id, text);
              return null;
            }));
  }

  protected static Key key(int id) {
    return Key.of("test:default:{list:" + id + "}");
  }

  protected final boolean isCached(int id) {
    return memory.lookup(key(id)).join() != null;
  }
}
