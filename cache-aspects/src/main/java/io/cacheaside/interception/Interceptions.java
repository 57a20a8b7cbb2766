package io.cacheaside.interception;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.spi.InvalidAnnotationException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The interceptions of one runtime: one for each method, so that its calls share loads. Threadsafe.
 */
public final class Interceptions {
  private final CacheEngine engine;
  private final Map<Method, Interception> known = new ConcurrentHashMap<>();

  /** Those that are intercepted, or need not be, as class files name them. */
  private final Set<String> settled = ConcurrentHashMap.newKeySet();

  /** Creates none yet. */
  public Interceptions(CacheEngine engine) {
    this.engine = engine;
  }

  /**
   * Returns the interception of a method.
   *
   * @param type the type as which objects are called
   * @param method of it or of one of its supertypes; what counts is its last declaration in the
   *     type
   * @return none if that is not annotated
   * @throws InvalidAnnotationException with all that is wrong with its annotations
   */
  public Optional<Interception> find(Class<?> type, Method method) {
    Method declared = Declaration.of(type, method);
    if (!Declaration.isAnnotated(declared)) {
      return Optional.empty();
    }
    Interception found = known.computeIfAbsent(declared, this::create);
    settle(declared);
    return Optional.of(found);
  }

  /** Says that nothing more is to be done about an annotated method of an interface. */
  void settle(Method declared) {
    settled.add(
        declared.getDeclaringClass().getName()
            + "."
            + declared.getName()
            + MethodType.methodType(declared.getReturnType(), declared.getParameterTypes())
                .toMethodDescriptorString());
  }

  private Interception create(Method method) {
    return new Interception(engine, annotated(method));
  }

  private static AnnotatedMethod annotated(Method method) {
    List<String> names = Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
    AnnotatedMethod annotated = new AnnotatedMethod(method, names);
    if (!Arrays.stream(method.getParameters()).allMatch(Parameter::isNamePresent)) {
      throw new InvalidAnnotationException(
          List.of(
              annotated.inRegion("")
                  + ": the class file has no names of parameters, which keys need; compile "
                  + method.getDeclaringClass().getName()
                  + " with -parameters"));
    }
    return annotated;
  }

  /**
   * Returns an object that calls another one through the cache.
   *
   * @see WrappedObject
   */
  public <T> T wrap(Class<T> type, T target) {
    return WrappedObject.of(this, type, target);
  }

  /**
   * Returns whether a method of an interface is intercepted, or was found to be woven where it is
   * implemented.
   *
   * @param descriptor its parameter types and return type, as the class file has them
   */
  public boolean isSettled(String className, String name, String descriptor) {
    return settled.contains(className + "." + name + descriptor);
  }
}
