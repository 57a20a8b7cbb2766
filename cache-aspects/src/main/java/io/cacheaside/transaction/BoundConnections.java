package io.cacheaside.transaction;

import static io.cacheaside.transaction.ClassesByName.named;
import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC connections that Spring has bound to the calling thread, and what is proven of what they
 * read next. Each of them either has not been used yet, so that it has no snapshot; or it is
 * READ_COMMITTED, in a database of which is known that every statement sees the newest commit then.
 *
 * <p>Neither spring-jdbc nor spring-orm is needed: their classes are known by name. Threadsafe.
 */
final class BoundConnections {
  private static final String JDBC = "org.springframework.jdbc.datasource.";

  /** How long it is believed that a data source is not READ_COMMITTED. */
  private static final long REFUSAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoClock;

  private final Map<BoundBy, Refusal> refusals = new ConcurrentHashMap<>();

  BoundConnections(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * What stands against a transaction.
   *
   * @param text follows "the transaction"
   * @param isIsolation whether the isolation is known, and is the reason
   */
  record Finding(String text, boolean isIsolation) {}

  private record Refusal(Finding finding, long untilNanos) {}

  /** What Spring binds a resource by, a data source above all: weak, and by its identity. */
  private static final class BoundBy extends WeakReference<Object> {
    private final int hash;

    BoundBy(Object key) {
      super(key);
      this.hash = System.identityHashCode(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      Object mine = get();
      return this == other || (other instanceof BoundBy that && mine != null && mine == that.get());
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final ClassValue<Boolean> IS_RESOURCE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return named(type, "org.springframework.transaction.support.ResourceHolder") != null;
        }
      };

  /**
   * Returns what stands against the transaction of the calling thread, or null if nothing does.
   *
   * @param resources what Spring has bound to the thread, by its keys
   * @param byDefault whether the transaction has the isolation that others of its data source have
   */
  @Nullable Finding against(Map<Object, Object> resources, boolean byDefault) {
    boolean managed = false;
    try {
      for (Map.Entry<Object, Object> bound : resources.entrySet()) {
        Object holder = bound.getValue();
        Object context = PersistenceContexts.contextOf(bound);
        boolean ofJdbc = named(holder.getClass(), JDBC + "ConnectionHolder") != null;
        if (context == null && !ofJdbc) {
          if (IS_RESOURCE.get(holder.getClass())) {
            return new Finding(
                "also has a resource whose snapshots are not known: " + holder.getClass().getName(),
                false);
          }
          continue; // no resource with a transaction of its own
        }
        boolean active = ActiveHolders.isActive(holder);
        Connection connection =
            context == null
                ? connectionOf(holder, active)
                : PersistenceContexts.connectionOf(context, active);
        Finding finding =
            connection == null ? null : against(connection, bound.getKey(), byDefault);
        if (finding != null) {
          return finding;
        }
        managed |= active;
      }
    } catch (InvocationTargetException e) {
      return unanswered(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | SQLException e) {
      return unanswered(e);
    }
    return managed
        ? null
        : new Finding("has an unknown isolation: its manager has bound no JDBC connection", false);
  }

  /**
   * Returns what shows that what the transaction reads may be older than what is committed, since a
   * server only repeats it, to follow "whose"; null if nothing does.
   *
   * @param resources what Spring has bound to the thread, by its keys
   * @param mayAsk whether the servers may be asked
   */
  static @Nullable String replica(Map<Object, Object> resources, boolean mayAsk) {
    for (Map.Entry<Object, Object> bound : ActiveHolders.of(resources)) {
      try {
        Object context = PersistenceContexts.contextOf(bound);
        Connection connection =
            context == null
                ? connectionOf(bound.getValue(), true)
                : PersistenceContexts.connectionOf(context, false);
        String replica =
            connection == null || LazyConnections.isUntouched(connection)
                ? null
                : Replicas.replica(connection, mayAsk);
        if (replica != null) {
          return replica;
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        // of a kind of which nothing is known
      }
    }
    return null;
  }

  private static Finding unanswered(Throwable failure) {
    return new Finding("has an unknown isolation, since asking for it failed: " + failure, false);
  }

  /** Returns the connection, or null if it is one of a session that is looked at by itself. */
  private static @Nullable Connection connectionOf(Object holder, boolean active)
      throws ReflectiveOperationException {
    Class<?> type = requireNonNull(named(holder.getClass(), JDBC + "ConnectionHolder"));
    Object handle = type.getMethod("getConnectionHandle").invoke(holder);
    boolean simple =
        handle != null && named(handle.getClass(), JDBC + "SimpleConnectionHandle") != null;
    return simple || active ? (Connection) type.getMethod("getConnection").invoke(holder) : null;
  }

  private @Nullable Finding against(Connection connection, Object key, boolean byDefault)
      throws ReflectiveOperationException, SQLException {
    String routed = DataSources.routesReads(key);
    if (routed != null) {
      return new Finding(
          "may read from a database of its own, whose rows may be older: its connections come from "
              + routed,
          false);
    }
    if (LazyConnections.isUntouched(connection)) {
      return null;
    }
    BoundBy boundBy = new BoundBy(key);
    Refusal known = byDefault ? refusals.get(boundBy) : null;
    if (known != null && known.untilNanos() - nanoClock.getAsLong() > 0) {
      return known.finding();
    }
    Finding found = ask(connection);
    if (found != null && byDefault) {
      refusals.keySet().removeIf(other -> other.get() == null);
      refusals.put(boundBy, new Refusal(found, nanoClock.getAsLong() + REFUSAL_NANOS));
    }
    return found;
  }

  private static @Nullable Finding ask(Connection connection) throws SQLException {
    int isolation = connection.getTransactionIsolation();
    String product = connection.getMetaData().getDatabaseProductName();
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      return new Finding(
          "has the isolation " + nameOf(isolation) + " (its " + product + " connection says so)",
          true);
    }
    String version = connection.getMetaData().getDatabaseProductVersion();
    return seesTheNewestCommits(product, version)
        ? null
        : new Finding(
            "is READ_COMMITTED, but whether each statement of "
                + product
                + " "
                + version
                + " sees the newest commit then is not known",
            false);
  }

  /**
   * Returns whether each statement of a READ_COMMITTED transaction that is read-only sees what was
   * committed when it began. Not known of Oracle, whose {@code SET TRANSACTION READ ONLY} is a
   * snapshot; of MySQL, as readers of Aurora keep one all the same; nor of databases that only
   * speak like others.
   */
  private static boolean seesTheNewestCommits(String product, String version) {
    return switch (product) {
      case "H2", "MariaDB" -> true;
      case "PostgreSQL" -> !version.contains("-YB-"); // there it may be a snapshot
      default -> false;
    };
  }

  static String nameOf(int isolation) {
    return switch (isolation) {
      case Connection.TRANSACTION_NONE -> "NONE";
      case Connection.TRANSACTION_READ_UNCOMMITTED -> "READ_UNCOMMITTED";
      case Connection.TRANSACTION_READ_COMMITTED -> "READ_COMMITTED";
      case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE_READ";
      case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
      default -> String.valueOf(isolation);
    };
  }

  /** The handles of Spring's {@code LazyConnectionDataSourceProxy}. */
  private static final class LazyConnections {
    private static final String HANDLER = JDBC + "LazyConnectionDataSourceProxy$";

    /**
     * Returns whether the connection is known to have run no statement, because it stands for one
     * that has not been fetched yet; and not to be READ_UNCOMMITTED. It is not asked, since a
     * statement could begin a snapshot too early.
     */
    static boolean isUntouched(Connection connection) {
      if (!Proxy.isProxyClass(connection.getClass())) {
        return false;
      }
      try {
        InvocationHandler handler = Proxy.getInvocationHandler(connection);
        if (!handler.getClass().getName().startsWith(HANDLER) || field(handler, "target") != null) {
          return false;
        }
        Object isolation = field(handler, "transactionIsolation");
        return isolation != null && !isolation.equals(Connection.TRANSACTION_READ_UNCOMMITTED);
      } catch (ReflectiveOperationException | RuntimeException e) {
        return false;
      }
    }

    private static @Nullable Object field(Object handler, String name)
        throws ReflectiveOperationException {
      Field field = handler.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(handler);
    }
  }
}
