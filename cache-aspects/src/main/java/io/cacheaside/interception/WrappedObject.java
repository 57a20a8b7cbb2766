package io.cacheaside.interception;

import io.cacheaside.spi.InvalidAnnotationException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls an object through the cache, where its interface is annotated. */
final class WrappedObject implements InvocationHandler {
  private static final Object[] NO_ARGUMENTS = {};

  private final Class<?> type;
  private final Object target;

  /** By the methods that a proxy is called with. */
  private final Map<Method, Way> ways = new HashMap<>();

  private final List<String> problems = new ArrayList<>();
  private boolean annotated;

  private WrappedObject(Class<?> type, Object target) {
    this.type = type;
    this.target = target;
  }

  static <T> T of(Interceptions interceptions, Class<T> type, T target) {
    requireInterface(type);
    String refused = refusal(type, target);
    if (refused != null) {
      throw new IllegalArgumentException(type.getName() + " " + refused);
    }
    WrappedObject wrapped = new WrappedObject(type, target);
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        wrapped.add(method, interceptions);
      }
    }
    wrapped.requireSound();
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, wrapped));
  }

  private void add(Method method, Interceptions interceptions) {
    Method declared = Declaration.of(type, method);
    boolean isMeant = Declaration.isAnnotated(declared);
    annotated |= isMeant;
    Interception interception = null;
    if (isMeant && isWovenIn(target, declared)) {
      interceptions.settle(declared);
    } else if (isMeant && Modifier.isAbstract(declared.getModifiers())) { // else its body does it
      try {
        interception = interceptions.find(type, method).orElse(null);
      } catch (InvalidAnnotationException e) {
        String.valueOf(e.getMessage()).lines().forEach(problems::add);
      }
    }
    var unused = method.trySetAccessible(); // not needed where all is public and exported
    ways.put(method, new Way(method, interception));
  }

  private void requireSound() {
    if (!annotated) {
      throw new IllegalArgumentException(
          type.getName()
              + " has no method with @CacheAside or @Invalidate, so there is nothing to wrap;"
              + " annotate its methods, or use the object itself");
    }
    if (!problems.isEmpty()) {
      throw new InvalidAnnotationException(problems.stream().distinct().toList());
    }
  }

  private static void requireInterface(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is no interface, so nothing can be put in front of its objects; weave its methods,"
              + " or let it implement an interface that is annotated");
    }
  }

  private static @Nullable String refusal(Class<?> type, Object target) {
    if (type.isSealed()) {
      return "is sealed, so nobody else may implement it; annotate and weave the methods of "
          + target.getClass().getName();
    }
    if (!Modifier.isPublic(type.getModifiers())
        && !type.getModule().isOpen(type.getPackageName(), WrappedObject.class.getModule())) {
      return "is not public, and its module does not open its package; write opens "
          + type.getPackageName()
          + " to io.cacheaside.aspects, or make it public";
    }
    if (type.isHidden()) {
      return "is a hidden class, which nobody can implement; wrap an interface that has a name";
    }
    if (Proxy.isProxyClass(target.getClass())
        && Proxy.getInvocationHandler(target) instanceof WrappedObject) {
      return "is what this object is wrapped as already; use it as it is";
    }
    return null;
  }

  /** Returns whether the object's own class has annotated the method, and so is woven. */
  private static boolean isWovenIn(Object target, Method method) {
    for (Class<?> each = target.getClass();
        each != null && method.getDeclaringClass().isAssignableFrom(each);
        each = each.getSuperclass()) {
      Method own = Declaration.of(each, method);
      if (!own.getDeclaringClass().isInterface() && Declaration.isAnnotated(own)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
    Way way = ways.get(method);
    if (way == null) {
      return ofObject(method.getName(), given);
    }
    return way.interception == null
        ? way.go(target, given)
        : way.interception.call(target, given, each -> way.go(target, each));
  }

  /** The three methods of Object that a proxy is asked for. */
  private @Nullable Object ofObject(String method, @Nullable Object[] arguments) {
    return switch (method) {
      case "equals" -> target.equals(unwrapped(arguments[0]));
      case "hashCode" -> target.hashCode();
      default -> target.toString();
    };
  }

  private @Nullable Object unwrapped(@Nullable Object other) {
    return other != null
            && Proxy.isProxyClass(other.getClass())
            && Proxy.getInvocationHandler(other) instanceof WrappedObject wrapped
            && wrapped.type == type
        ? wrapped.target
        : other;
  }

  /** How a method of the object is called. */
  private record Way(Method method, @Nullable Interception interception) {
    @Nullable Object go(Object target, @Nullable Object[] arguments) throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
    }
  }
}
