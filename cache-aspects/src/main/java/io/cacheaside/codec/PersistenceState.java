package io.cacheaside.codec;

import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate has put into an object and has not loaded yet. Nothing here loads it: outside its
 * session that fails, and inside it the cache would decide what is fetched. Hibernate need not be
 * there, so its interfaces are known by name.
 */
final class PersistenceState {
  private static final String COLLECTION = "org.hibernate.collection.spi.PersistentCollection";
  private static final String ENHANCED =
      "org.hibernate.engine.spi.PersistentAttributeInterceptable";
  private static final String LAZY_ATTRIBUTES =
      "org.hibernate.bytecode.enhance.spi.interceptor.BytecodeLazyAttributeInterceptor";
  private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

  /** By the class of a collection or of an interceptor: what tells whether all of it is there. */
  private static final ClassValue<Question> QUESTIONS =
      new ClassValue<>() {
        @Override
        protected Question computeValue(Class<?> type) {
          return question(type);
        }
      };

  private PersistenceState() {}

  /**
   * A question to an object, answered by yes or no.
   *
   * @param handle takes an Object; null if there is nothing to ask
   * @param wanted the answer that says that all is loaded
   */
  private record Question(@Nullable MethodHandle handle, boolean wanted) {}

  static boolean isProxy(Class<?> type) {
    return type.getName().contains("HibernateProxy") || Supertypes.find(type, PROXY) != null;
  }

  /**
   * Makes sure that a collection or map is loaded, if it is Hibernate's.
   *
   * @throws CodecException if it is not
   */
  static void requireLoaded(Place place, Object collection) {
    if (!isLoaded(collection)) {
      throw new CodecException(
          place
              + " holds a collection that Hibernate has not loaded; fetch it in the query, or return"
              + " a record without it",
          null);
    }
  }

  /**
   * Returns the question which interceptor a bytecode-enhanced object has, or null if it is none.
   */
  static @Nullable MethodHandle interceptorOf(Class<?> type) {
    Class<?> enhanced = Supertypes.find(type, ENHANCED);
    if (enhanced == null) {
      return null;
    }
    for (java.lang.reflect.Method method : enhanced.getMethods()) {
      if (method.getName().equals("$$_hibernate_getInterceptor")) {
        try {
          return MethodHandles.publicLookup()
              .unreflect(method)
              .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
          return null;
        }
      }
    }
    return null;
  }

  /**
   * Makes sure that all attributes of an enhanced object are loaded: those that are not are null.
   *
   * @throws CodecException if one is not
   */
  static void requireAttributes(Place place, MethodHandle interceptorOf, Object value) {
    Object interceptor;
    try {
      interceptor = (Object) interceptorOf.invokeExact(value);
    } catch (Throwable e) {
      throw new CodecException(place + " does not tell what Hibernate has loaded of it", e);
    }
    if (interceptor != null && !isLoaded(interceptor)) {
      throw new CodecException(
          place
              + " holds %s, of which Hibernate has not loaded all attributes; fetch them in the query,"
                  .formatted(value.getClass().getTypeName())
              + " or return a record without them",
          null);
    }
  }

  private static boolean isLoaded(Object asked) {
    Question question = QUESTIONS.get(asked.getClass());
    MethodHandle handle = question.handle();
    if (handle == null) {
      return true;
    }
    try {
      return (boolean) handle.invokeExact(asked) == question.wanted();
    } catch (Throwable e) {
      throw new CodecException("Hibernate does not tell what it has loaded", e);
    }
  }

  private static Question question(Class<?> type) {
    Class<?> collection = Supertypes.find(type, COLLECTION);
    if (collection != null) {
      return new Question(handle(collection, "wasInitialized"), true);
    }
    Class<?> interceptor = Supertypes.find(type, LAZY_ATTRIBUTES);
    return interceptor == null
        ? new Question(null, true)
        : new Question(handle(interceptor, "hasAnyUninitializedAttributes"), false);
  }

  private static MethodHandle handle(Class<?> type, String name) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(type, name, MethodType.methodType(boolean.class))
          .asType(MethodType.methodType(boolean.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no " + name, e);
    }
  }
}
