package io.cacheaside.transaction;

import java.lang.reflect.Method;
import java.util.Map;
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

  private PersistenceContexts() {}

  /**
   * Returns whether one of them holds something, or may do so.
   *
   * @param resources what Spring has bound to the thread, by its keys
   */
  static boolean holdEntities(Map<Object, Object> resources) {
    for (Map.Entry<Object, Object> bound : resources.entrySet()) {
      Optional<Method> fromHolder = FROM_HOLDER.get(bound.getValue().getClass());
      try {
        // An extended context is bound as a key while it takes part in a transaction.
        Object context =
            fromHolder.isPresent()
                ? fromHolder.get().invoke(bound.getValue())
                : IS_CONTEXT.get(bound.getKey().getClass()) ? bound.getKey() : null;
        if (context != null && holdsEntities(context)) {
          return true;
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        return true; // a context that cannot be asked
      }
    }
    return false;
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

  private static Optional<Method> methodOf(@Nullable Class<?> type, String name) {
    try {
      return type == null ? Optional.empty() : Optional.of(type.getMethod(name));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  /** Returns the class of that name among the class, its ancestors and all their interfaces. */
  private static @Nullable Class<?> named(@Nullable Class<?> type, String name) {
    if (type == null || type.getName().equals(name)) {
      return type;
    }
    for (Class<?> each : type.getInterfaces()) {
      Class<?> found = named(each, name);
      if (found != null) {
        return found;
      }
    }
    return named(type.getSuperclass(), name);
  }
}
