package io.cacheaside.key;

import io.cacheaside.annotation.CacheKey;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns one type into its writer, from the outside to the inside; used once. */
final class KeyTextCompiler {

  private static final int MAX_DEPTH = 32;

  /** The types being compiled, innermost first. */
  private final Deque<Type> path = new ArrayDeque<>();

  private final String alternatives;

  KeyTextCompiler(String alternatives) {
    this.alternatives = alternatives;
  }

  KeyText compile(Type type) {
    return compile(type, new Bindings());
  }

  /**
   * What the type variables of one class stand for. Each is compiled only if the class uses it in a
   * key, so that {@code Id<User>} may be a key though {@code User} may not.
   */
  private static final class Bindings extends HashMap<TypeVariable<?>, Supplier<KeyText>> {}

  private KeyText compile(Type type, Bindings bindings) {
    if (type instanceof TypeVariable<?> variable) {
      Supplier<KeyText> bound = bindings.get(variable);
      return nested(bound != null ? bound : () -> compile(variable.getBounds()[0], bindings), type);
    }
    if (type instanceof WildcardType wildcard) {
      return nested(() -> compile(wildcard.getUpperBounds()[0], bindings), type);
    }
    if (type instanceof GenericArrayType array) {
      return nested(
          () -> new CompositeText.OfArray(compile(array.getGenericComponentType(), bindings)),
          type);
    }
    return nested(() -> compileClass(type, rawClass(type), bind(type, bindings)), type);
  }

  private KeyText nested(Supplier<KeyText> inner, Type type) {
    if (path.size() == MAX_DEPTH) {
      throw new IllegalArgumentException(
          "%s has no canonical text: it contains itself, or types are nested more than %d deep"
              .formatted(repeated().orElse(type).getTypeName(), MAX_DEPTH));
    }
    path.push(type);
    KeyText text = inner.get();
    path.pop();
    return text;
  }

  private Optional<Type> repeated() {
    return path.stream()
        .filter(each -> !(each instanceof TypeVariable<?>))
        .filter(each -> Collections.frequency(path, each) > 1)
        .findFirst();
  }

  private KeyText compileClass(Type type, Class<?> raw, Bindings bindings) {
    KeyText scalar = ScalarText.of(raw);
    if (scalar != null) {
      return scalar;
    }
    Method unboxing = ValueClassText.unboxing(raw);
    if (unboxing != null) {
      return valueClass(unboxing, bindings);
    }
    KeyText annotated = annotated(raw, bindings);
    if (annotated != null) {
      return annotated;
    }
    if (raw.isEnum()) {
      return new ScalarText.Constant(raw);
    }
    if (raw.isArray()) {
      Class<?> component = raw.getComponentType();
      return component.isPrimitive()
          ? new PrimitiveArrayText(component)
          : new CompositeText.OfArray(compile(component, bindings));
    }
    if (raw == OptionalInt.class || raw == OptionalLong.class || raw == OptionalDouble.class) {
      return new CompositeText.OfPrimitiveOptional(raw);
    }
    boolean collection = Collection.class.isAssignableFrom(raw);
    if ((collection || raw == Optional.class) && type == raw && isGeneric(raw)) {
      throw refused(
          type, "say what it holds, for example %s<String>".formatted(type.getTypeName()));
    }
    if (raw == Optional.class) {
      return optional(bindings);
    }
    if (collection) {
      return new CompositeText.OfCollection(raw, element(raw, bindings));
    }
    throw refused(type, alternatives);
  }

  private KeyText optional(Bindings bindings) {
    KeyText content = compile(Optional.class.getTypeParameters()[0], bindings);
    if (content instanceof CompositeText.OfOptional
        || content instanceof CompositeText.OfPrimitiveOptional) {
      throw refused(path.element(), "an Optional in a key cannot hold an Optional");
    }
    return new CompositeText.OfOptional(content);
  }

  /** Follows the class up to {@code Collection}, where the element type has one name. */
  private KeyText element(Class<?> raw, Bindings bindings) {
    if (raw == Collection.class) {
      return compile(raw.getTypeParameters()[0], bindings);
    }
    Type parent =
        supertypes(raw).stream()
            .filter(each -> Collection.class.isAssignableFrom(rawClass(each)))
            .findFirst()
            .orElseThrow();
    return element(rawClass(parent), bind(parent, bindings));
  }

  // Types annotated with @CacheKey

  private record KeyMethod(Method method, Bindings bindings) {}

  private @Nullable KeyText annotated(Class<?> raw, Bindings bindings) {
    Map<String, KeyMethod> methods = new LinkedHashMap<>();
    collectKeyMethods(raw, bindings, methods);
    boolean wholeType = raw.isAnnotationPresent(CacheKey.class);
    if (wholeType && !raw.isRecord()) {
      throw refused(
          raw,
          "@CacheKey on a type is for records; put it on the public method without parameters"
              + " whose value is the key text");
    }
    if (methods.size() > (wholeType ? 0 : 1)) {
      throw refused(
          raw,
          "@CacheKey stands in several places (%s%s); keep one"
              .formatted(
                  wholeType ? "the record, " : "",
                  methods.keySet().stream()
                      .sorted()
                      .collect(Collectors.joining("(), ", "", "()"))));
    }
    if (wholeType) {
      return new AnnotatedText(components(raw, bindings));
    }
    for (KeyMethod only : methods.values()) {
      return new AnnotatedText(List.of(part(only.method(), only.bindings())));
    }
    return null;
  }

  private List<AnnotatedText.Part> components(Class<?> raw, Bindings bindings) {
    List<AnnotatedText.Part> parts = new ArrayList<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      parts.add(part(component.getAccessor(), bindings));
    }
    return parts;
  }

  private AnnotatedText.Part part(Method method, Bindings bindings) {
    KeyText text = compile(method.getGenericReturnType(), bindings);
    try {
      return AnnotatedText.Part.of(method, text);
    } catch (IllegalAccessException e) {
      throw notAccessible(method);
    }
  }

  private KeyText valueClass(Method unboxing, Bindings bindings) {
    KeyText text = compile(ValueClassText.valueType(unboxing), bindings);
    try {
      return ValueClassText.of(unboxing, text);
    } catch (IllegalAccessException e) {
      throw notAccessible(unboxing);
    }
  }

  private IllegalArgumentException notAccessible(Method method) {
    Class<?> owner = method.getDeclaringClass();
    return refused(
        owner,
        "its method %s() is not accessible; open the package %s to %s"
            .formatted(
                method.getName(),
                owner.getPackageName(),
                getClass().getModule().isNamed()
                    ? "module " + getClass().getModule().getName()
                    : "all modules"));
  }

  /** The nearest declaration of a method wins, so that a subclass may override it. */
  private void collectKeyMethods(Class<?> raw, Bindings bindings, Map<String, KeyMethod> methods) {
    for (Method method : raw.getDeclaredMethods()) {
      if (method.isAnnotationPresent(CacheKey.class) && !method.isBridge()) {
        boolean callable =
            Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0;
        if (!callable) {
          throw refused(
              raw,
              "@CacheKey on %s() needs a public instance method without parameters"
                  .formatted(method.getName()));
        }
        methods.putIfAbsent(method.getName(), new KeyMethod(method, bindings));
      }
    }
    for (Type parent : supertypes(raw)) {
      collectKeyMethods(rawClass(parent), bind(parent, bindings), methods);
    }
  }

  // Types in general

  private static List<Type> supertypes(Class<?> raw) {
    List<Type> supertypes = new ArrayList<>(List.of(raw.getGenericInterfaces()));
    Type superclass = raw.getGenericSuperclass();
    if (superclass != null) {
      supertypes.add(0, superclass);
    }
    return supertypes;
  }

  private Bindings bind(Type type, Bindings outer) {
    Bindings bindings = new Bindings();
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      TypeVariable<?>[] variables = rawClass(type).getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        Type argument = arguments[i];
        bindings.put(variables[i], () -> compile(argument, outer));
      }
    }
    return bindings;
  }

  private static Class<?> rawClass(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static boolean isGeneric(Class<?> raw) {
    return raw.getTypeParameters().length > 0;
  }

  private IllegalArgumentException refused(Type type, String fix) {
    String outer =
        path.stream()
            .filter(each -> !each.equals(type))
            .filter(each -> !(each instanceof TypeVariable<?> || each instanceof WildcardType))
            .map(Type::getTypeName)
            .collect(Collectors.joining(", in "));
    return new IllegalArgumentException(
        "%s has no canonical text%s; %s"
            .formatted(type.getTypeName(), outer.isEmpty() ? "" : " (in " + outer + ")", fix));
  }
}
