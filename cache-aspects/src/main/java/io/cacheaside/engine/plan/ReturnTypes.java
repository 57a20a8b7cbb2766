package io.cacheaside.engine.plan;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** The return types whose values are no values: they can be used once, or hold a resource. */
final class ReturnTypes {
  private static final Map<Class<?>, String> REFUSED = new LinkedHashMap<>();

  private static final Set<String> PUBLISHERS =
      Set.of(
          "org.reactivestreams.Publisher",
          "java.util.concurrent.Flow$Publisher",
          "kotlinx.coroutines.Job", // Deferred is one
          "kotlinx.coroutines.flow.Flow");

  private static final Set<String> SEQUENCES = Set.of("kotlin.sequences.Sequence");

  static {
    REFUSED.put(BaseStream.class, "is consumed by its first reader; return a List");
    REFUSED.put(Iterator.class, "is consumed by its first reader; return a List");
    REFUSED.put(Enumeration.class, "is consumed by its first reader; return a List");
    REFUSED.put(InputStream.class, "is consumed by its first reader; return a byte[]");
    REFUSED.put(Reader.class, "is consumed by its first reader; return a String");
    REFUSED.put(CompletionStage.class, "is asynchronous, which is not supported yet");
    REFUSED.put(Future.class, "is asynchronous, which is not supported yet");
    REFUSED.put(AutoCloseable.class, "holds a resource that cannot be cached; return its data");
  }

  private ReturnTypes() {}

  static void check(Method method, Problems problems) {
    Class<?> type = method.getReturnType();
    if (type == void.class || type == Void.class) {
      problems.add("@CacheAside on a method that returns nothing; there is nothing to cache");
      return;
    }
    String refusal = refusal(type);
    if (refusal != null) {
      problems.add(
          "@CacheAside cannot cache the return type " + type.getName() + ": it " + refusal);
    }
  }

  private static @Nullable String refusal(Class<?> type) {
    for (Map.Entry<Class<?>, String> refused : REFUSED.entrySet()) {
      if (refused.getKey().isAssignableFrom(type)) {
        return refused.getValue();
      }
    }
    if (isOneOf(type, SEQUENCES)) {
      return "computes its elements when it is read; return a List";
    }
    return isPublisher(type) ? "is asynchronous, which is not supported yet" : null;
  }

  /** What subclasses put under one key must be of one type. */
  static void checkTypeParameters(Method method, KeyBinder binder, Problems problems) {
    TypeVariable<?> variable =
        Modifier.isStatic(method.getModifiers()) || binder.needsReceiver()
            ? null
            : Generics.classVariable(method.getGenericReturnType(), toldByKey(method, binder));
    if (variable != null) {
      problems.add(
          "@CacheAside key \""
              + binder.template()
              + "\": the result depends on "
              + variable.getName()
              + ", a type parameter of "
              + ((Class<?>) variable.getGenericDeclaration()).getName()
              + ", but the key does not, so one subclass would get what another has cached; put"
              + " what tells them apart into the key, such as {this.class.name}");
    }
  }

  /** Returns what parameters of type {@code Class<V>} in the key say of each object. */
  private static Set<TypeVariable<?>> toldByKey(Method method, KeyBinder binder) {
    Set<TypeVariable<?>> told = new HashSet<>();
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (method.getParameterTypes()[i] == Class.class && binder.needsArgument(i)) {
        TypeVariable<?> variable =
            Generics.classVariable(method.getGenericParameterTypes()[i], Set.of());
        if (variable != null) {
          told.add(variable);
        }
      }
    }
    return told;
  }

  /** An {@code @Invalidate} method whose work goes on after it returned would be too early. */
  static void checkSynchronous(Method method, Problems problems) {
    Class<?> type = method.getReturnType();
    if (CompletionStage.class.isAssignableFrom(type)
        || Future.class.isAssignableFrom(type)
        || isPublisher(type)) {
      problems.add(
          "@Invalidate on a method that returns "
              + type.getName()
              + ": it returns before its work is done, so the keys would be removed too early; wait"
              + " for the result in the method, or annotate the method that writes");
    }
  }

  private static boolean isPublisher(Class<?> type) {
    return isOneOf(type, PUBLISHERS);
  }

  /** Such libraries need not be on the class path, so the types are known by their names. */
  private static boolean isOneOf(Class<?> type, Set<String> names) {
    if (names.contains(type.getName())) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (isOneOf(parent, names)) {
        return true;
      }
    }
    Class<?> superclass = type.getSuperclass();
    return superclass != null && isOneOf(superclass, names);
  }
}
