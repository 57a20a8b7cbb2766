package io.cacheaside.transaction;

import static io.cacheaside.transaction.ClassesByName.methodOf;
import static io.cacheaside.transaction.ClassesByName.named;

import io.cacheaside.spi.TransactionHook.Doubt;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The persistence contexts (sessions of Hibernate) that Spring has bound to the calling thread,
 * with or without a transaction. An entity that a context holds is not read from the database
 * again, so it may be older than whatever was invalidated since.
 *
 * <p>Neither spring-orm nor an ORM is needed: their classes are known by name.
 */
final class PersistenceContexts {
  private static final String HOLDER = "org.springframework.orm.jpa.EntityManagerHolder";
  private static final String CONTEXT = "jakarta.persistence.EntityManager";
  private static final String SESSION = "org.hibernate.Session";
  private static final String IMPLEMENTOR =
      "org.hibernate.engine.spi.SharedSessionContractImplementor";

  private static final String SYNCHRONIZATION = "jakarta.transaction.Synchronization";

  /** How to get the context out of a holder's class; empty for classes that are none. */
  private static final ClassValue<Optional<Method>> FROM_HOLDER =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return methodOf(named(type, HOLDER), "getEntityManager");
        }
      };

  /** How to ask a context what it holds; empty if that is not known. */
  private static final ClassValue<Optional<Method>> STATISTICS =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return methodOf(named(type, SESSION), "getStatistics");
        }
      };

  private static final ClassValue<Boolean> IS_CONTEXT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return named(type, CONTEXT) != null;
        }
      };

  private static final String OLDER =
      ": what it loads may come from there, and be older than an invalidation";

  private static final String IN_VIEW_CURE =
      "Set spring.jpa.open-in-view = false, or call the method before other loads of the request,"
          + " or call entityManager.clear() before it";

  private static final Doubt BESIDE_NO_TRANSACTION =
      new Doubt(
          "no transaction, but while a persistence context was bound to its thread, as"
              + " open-in-view does, and held entities already"
              + OLDER,
          IN_VIEW_CURE);

  private PersistenceContexts() {}

  /**
   * Returns what is to be said if one of them holds something, or may do so; null if none does.
   *
   * @param resources what Spring has bound to the thread, by its keys
   * @param transaction the name of the active transaction, or null if there is none
   */
  static @Nullable Doubt doubt(Map<Object, Object> resources, @Nullable String transaction) {
    for (Map.Entry<Object, Object> bound : resources.entrySet()) {
      try {
        Object context = contextOf(bound);
        if (context == null || !holdsEntities(context)) {
          continue;
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        // a context that cannot be asked
      }
      if (transaction == null) {
        return BESIDE_NO_TRANSACTION;
      }
      return inTransaction(bound, transaction);
    }
    return null;
  }

  private static Doubt inTransaction(Map.Entry<Object, Object> bound, String transaction) {
    boolean extended = FROM_HOLDER.get(bound.getValue().getClass()).isEmpty();
    if (!extended && !ActiveHolders.mayBeActive(bound.getValue())) {
      return new Doubt(
          "the transaction "
              + transaction
              + ", while a persistence context that is none of its own was bound to the thread,"
              + " as open-in-view does, and held entities already"
              + OLDER,
          IN_VIEW_CURE);
    }
    return new Doubt(
        "the transaction "
            + transaction
            + ", whose "
            + (extended ? "extended " : "")
            + "persistence context held entities already, from earlier loads in it"
            + (extended ? " or before it" : " or, with open-in-view, before it")
            + OLDER,
        "Call the method before other loads of the transaction"
            + (extended ? "" : " (and set spring.jpa.open-in-view = false)")
            + ", or let it load in a context of its own: write @Transactional(propagation ="
            + " Propagation.REQUIRES_NEW, readOnly = true) there, or, if nothing in it is to be"
            + " saved, call entityManager.clear() before it");
  }

  /** Returns the context that is bound by the entry, or null if it binds something else. */
  static @Nullable Object contextOf(Map.Entry<Object, Object> bound)
      throws ReflectiveOperationException {
    Optional<Method> fromHolder = FROM_HOLDER.get(bound.getValue().getClass());
    if (fromHolder.isPresent()) {
      return fromHolder.get().invoke(bound.getValue());
    }
    // An extended context is bound as a key while it takes part in a transaction.
    return IS_CONTEXT.get(bound.getKey().getClass()) ? bound.getKey() : null;
  }

  /**
   * Returns the connection that a session of Hibernate works with, or null if it has none yet.
   *
   * @param fetched whether the session takes one if it has none yet
   * @throws ReflectiveOperationException if it is no session of Hibernate, or cannot be asked
   */
  static @Nullable Connection connectionOf(Object context, boolean fetched)
      throws ReflectiveOperationException {
    Object session = sessionOf(context);
    Class<?> implementor = Objects.requireNonNull(named(session.getClass(), IMPLEMENTOR));
    Method coordinator = implementor.getMethod("getJdbcCoordinator");
    Method logical = coordinator.getReturnType().getMethod("getLogicalConnection");
    Object connection = logical.invoke(coordinator.invoke(session));
    Class<?> kind = logical.getReturnType();
    return fetched
            || Boolean.TRUE.equals(kind.getMethod("isPhysicallyConnected").invoke(connection))
        ? (Connection) kind.getMethod("getPhysicalConnection").invoke(connection)
        : null;
  }

  /** Returns the session of Hibernate, without Spring's proxy. */
  private static Object sessionOf(Object context) throws ReflectiveOperationException {
    Class<?> type = context.getClass();
    if (named(type, IMPLEMENTOR) != null) {
      return context;
    }
    Class<?> visible = named(type, SESSION);
    ClassLoader loader = (visible == null ? type : visible).getClassLoader();
    Class<?> implementor = Class.forName(IMPLEMENTOR, false, loader);
    return type.getMethod("unwrap", Class.class).invoke(context, implementor);
  }

  /**
   * Lets a session of Hibernate tell of the end of its transaction under way; of other contexts,
   * and of those that cannot be asked, nobody tells.
   *
   * @param bound what Spring has bound to the calling thread
   * @param then called once, or never
   */
  static void whenTransactionEnds(Map.Entry<Object, Object> bound, Runnable then) {
    try {
      Object context = contextOf(bound);
      if (context == null) {
        return;
      }
      Object session = sessionOf(context);
      Class<?> implementor = Objects.requireNonNull(named(session.getClass(), IMPLEMENTOR));
      Method current = implementor.getMethod("getTransaction");
      Class<?> transaction = current.getReturnType();
      Class<?> listener = Class.forName(SYNCHRONIZATION, false, transaction.getClassLoader());
      transaction
          .getMethod("registerSynchronization", listener)
          .invoke(
              current.invoke(session),
              Proxy.newProxyInstance(
                  listener.getClassLoader(),
                  new Class<?>[] {listener},
                  (proxy, method, arguments) -> heard(proxy, method, arguments, then)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // of another provider, or in a transaction of JTA
    }
  }

  private static @Nullable Object heard(
      Object proxy, Method method, Object @Nullable [] arguments, Runnable then) {
    return switch (method.getName()) {
      case "afterCompletion" -> {
        then.run();
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      case "toString" -> "CacheAside";
      default -> null;
    };
  }

  private static boolean holdsEntities(Object context) throws ReflectiveOperationException {
    Optional<Method> statistics = STATISTICS.get(context.getClass());
    if (statistics.isEmpty()) {
      return true;
    }
    Object counts = statistics.get().invoke(context);
    Class<?> type = statistics.get().getReturnType();
    return !Integer.valueOf(0).equals(type.getMethod("getEntityCount").invoke(counts))
        || !Integer.valueOf(0).equals(type.getMethod("getCollectionCount").invoke(counts));
  }
}
