package io.cacheaside.transaction;

import static io.cacheaside.transaction.ClassesByName.named;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections and persistence contexts that Spring has bound to the calling thread for a
 * transaction under way: one for each transaction manager of which one is, whether Spring shows
 * that transaction or a later one of another manager. Those of a suspended one are not bound.
 *
 * <p>Neither spring-jdbc nor spring-orm is needed: their classes are known by name.
 */
final class ActiveHolders {
  private static final String JDBC = "org.springframework.jdbc.datasource.ConnectionHolder";
  private static final String ORM = "org.springframework.orm.jpa.EntityManagerHolder";

  /** The class of each holder inherits it, as a protected method; empty if it cannot be called. */
  private static final ClassValue<Optional<Method>> IS_TRANSACTION_ACTIVE =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          try {
            Class<?> declaring = declaring(type);
            if (declaring == null) {
              return Optional.empty();
            }
            Method method = declaring.getDeclaredMethod("isTransactionActive");
            method.setAccessible(true);
            return Optional.of(method);
          } catch (NoSuchMethodException | RuntimeException e) {
            return Optional.empty();
          }
        }
      };

  private ActiveHolders() {}

  private static @Nullable Class<?> declaring(Class<?> type) {
    Class<?> declaring = named(type, JDBC);
    return declaring == null ? named(type, ORM) : declaring;
  }

  /** Returns whether it is known to belong to a transaction under way. */
  static boolean isActive(Object holder) throws ReflectiveOperationException {
    Optional<Method> method = IS_TRANSACTION_ACTIVE.get(holder.getClass());
    return method.isPresent() && Boolean.TRUE.equals(method.get().invoke(holder));
  }

  /** Returns whether it belongs to a transaction under way, or may do so. */
  static boolean mayBeActive(Object holder) {
    try {
      return IS_TRANSACTION_ACTIVE.get(holder.getClass()).isPresent()
          ? isActive(holder)
          : declaring(holder.getClass()) != null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return true;
    }
  }

  /**
   * Returns those that may be active, by what they are bound by.
   *
   * @param resources what Spring has bound to the thread, by its keys
   */
  static List<Map.Entry<Object, Object>> of(Map<Object, Object> resources) {
    List<Map.Entry<Object, Object>> active = new ArrayList<>(2);
    for (Map.Entry<Object, Object> bound : resources.entrySet()) {
      if (mayBeActive(bound.getValue())) {
        active.add(Map.entry(bound.getKey(), bound.getValue()));
      }
    }
    return active;
  }
}
