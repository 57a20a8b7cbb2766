package io.cacheaside.processor;

import io.cacheaside.key.KeyForm;
import io.cacheaside.key.KeyText;
import io.cacheaside.key.KotlinNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a type has a canonical text: the rules of {@link KeyText#forType}, over the
 * compiler's types. One instance for one type.
 */
final class KeyTypes {
  private static final int MAX_DEPTH = 32;

  /** What they hold. */
  static final Map<String, String> PRIMITIVE_OPTIONALS =
      Map.of(
          "java.util.OptionalInt", "int",
          "java.util.OptionalLong", "long",
          "java.util.OptionalDouble", "double");

  private final TypeFacts facts;

  /** The types being looked into, innermost first. */
  private final Deque<Step> path = new ArrayDeque<>();

  /** Whether a variable that stands for nothing yet is fine, as in a declaration. */
  private final boolean inDeclaration;

  private final String alternatives;

  private KeyTypes(TypeFacts facts, boolean inDeclaration) {
    this(facts, inDeclaration, KeyText.ALTERNATIVES);
  }

  private KeyTypes(TypeFacts facts, boolean inDeclaration, String alternatives) {
    this.facts = facts;
    this.inDeclaration = inDeclaration;
    this.alternatives = alternatives;
  }

  /** A type on the way; two are equal if they are written alike. */
  private record Step(String name, TypeKind kind) {}

  /** What the type variables of one class stand for; looked into only if the key needs them. */
  private static final class Bindings extends HashMap<Element, Supplier<KeyForm>> {
    private static final long serialVersionUID = 1L;
  }

  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Returns why a type has no canonical text and what to use instead, or null if it has one.
   *
   * @throws MissingClassException if a class is missing, so that nobody can tell
   */
  static @Nullable String refusal(TypeFacts facts, TypeMirror type) {
    return refusal(facts, type, KeyText.ALTERNATIVES);
  }

  /** Does the same, with another remedy for types that are none of the usual alternatives. */
  static @Nullable String refusal(TypeFacts facts, TypeMirror type, String alternatives) {
    return new KeyTypes(facts, false, alternatives).refusal(type);
  }

  /**
   * Returns why no type made of a generic declaration has a canonical text, or null if one may.
   *
   * @throws MissingClassException if a class is missing, so that nobody can tell
   */
  static @Nullable String refusalOfDeclaration(TypeFacts facts, TypeElement type) {
    return new KeyTypes(facts, true).refusal(type.asType());
  }

  /**
   * Returns the form of the texts of a type that has one, see {@link #refusal}.
   *
   * @throws MissingClassException if a class is missing, so that nobody can tell
   */
  static KeyForm form(TypeFacts facts, TypeMirror type) {
    try {
      return new KeyTypes(facts, false).check(type, new Bindings());
    } catch (RefusedException e) {
      return KeyForm.UNKNOWN;
    }
  }

  private @Nullable String refusal(TypeMirror type) {
    try {
      check(type, new Bindings());
      return null;
    } catch (RefusedException e) {
      return e.getMessage();
    }
  }

  private KeyForm check(TypeMirror type, Bindings bindings) {
    return switch (type.getKind()) {
      case TYPEVAR -> {
        TypeVariable variable = (TypeVariable) type;
        Supplier<KeyForm> bound = bindings.get(variable.asElement());
        if (bound == null && inDeclaration) {
          yield KeyForm.UNKNOWN;
        }
        yield nested(
            bound != null ? bound : () -> check(TypeFacts.firstBound(variable), bindings), type);
      }
      case WILDCARD -> nested(() -> check(facts.upperBound((WildcardType) type), bindings), type);
      case INTERSECTION -> check(facts.behind(type), bindings);
      case ARRAY -> nested(() -> checkArray((ArrayType) type, bindings), type);
      default -> nested(() -> checkClass(type, bind(type, bindings)), type);
    };
  }

  private KeyForm nested(Supplier<KeyForm> inner, TypeMirror type) {
    Step step = new Step(facts.name(type), type.getKind());
    if (path.size() == MAX_DEPTH) {
      throw new RefusedException(
          "%s has no canonical text: it contains itself, or types are nested more than %d deep"
              .formatted(repeated().orElse(step).name(), MAX_DEPTH));
    }
    path.push(step);
    KeyForm form = inner.get();
    path.pop();
    return form;
  }

  private java.util.Optional<Step> repeated() {
    return path.stream()
        .filter(each -> each.kind() != TypeKind.TYPEVAR)
        .filter(each -> Collections.frequency(path, each) > 1)
        .findFirst();
  }

  private KeyForm checkArray(ArrayType type, Bindings bindings) {
    TypeMirror component = type.getComponentType();
    KeyForm element =
        component.getKind().isPrimitive()
            ? KeyForm.scalar(facts.name(component))
            : check(component, bindings);
    return KeyForm.of(KeyForm.Kind.LIST, List.of(element));
  }

  private KeyForm checkClass(TypeMirror type, Bindings bindings) {
    if (type.getKind() != TypeKind.DECLARED && type.getKind() != TypeKind.ERROR) {
      if (type.getKind().isPrimitive()) {
        return KeyForm.scalar(facts.name(type));
      }
      throw refused(facts.name(type), alternatives);
    }
    TypeElement raw = TypeFacts.element(type);
    String name = facts.binaryName(raw);
    if (KeyText.scalarTypes().contains(name)) {
      return KeyForm.scalar(name);
    }
    VariableElement value = value(raw);
    if (value != null) {
      return check(value.asType(), bindings).orNull();
    }
    KeyForm annotated = annotated(raw, bindings);
    if (annotated != null || raw.getKind() == ElementKind.ENUM) {
      return annotated == null ? KeyForm.ofEnum(constants(raw)) : annotated;
    }
    String optionalOf = PRIMITIVE_OPTIONALS.get(name);
    if (optionalOf != null) {
      return KeyForm.of(KeyForm.Kind.OPTIONAL, List.of(KeyForm.scalar(optionalOf)));
    }
    boolean optional = name.equals("java.util.Optional");
    boolean collection = facts.isSubtype(type, "java.util.Collection");
    if ((collection || optional) && TypeFacts.isRaw(type)) {
      throw refused(name, "say what it holds, for example %s<String>".formatted(name));
    }
    if (optional) {
      return checkOptional(raw, bindings);
    }
    if (collection) {
      return KeyForm.of(kind(type), List.of(checkElement(raw, bindings)));
    }
    throw refused(facts.name(type), alternatives);
  }

  private static List<String> constants(TypeElement type) {
    return type.getEnclosedElements().stream()
        .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
        .map(each -> each.getSimpleName().toString())
        .toList();
  }

  /** The value of a value class of Kotlin, null if it is none; what takes it out is hidden. */
  private static @Nullable VariableElement value(TypeElement raw) {
    if (TypeFacts.hasAnnotation(raw, KotlinNames.VALUE_CLASS)) {
      for (VariableElement field : ElementFilter.fieldsIn(raw.getEnclosedElements())) {
        if (!field.getModifiers().contains(Modifier.STATIC)) {
          return field;
        }
      }
    }
    return null;
  }

  private KeyForm checkOptional(TypeElement raw, Bindings bindings) {
    KeyForm content = check(raw.getTypeParameters().get(0).asType(), bindings);
    if (content.kind() == KeyForm.Kind.OPTIONAL) {
      throw refused(path.element().name(), "an Optional in a key cannot hold an Optional");
    }
    return KeyForm.of(KeyForm.Kind.OPTIONAL, List.of(content));
  }

  /** The value decides, not the declared type; a list or a queue is hardly ever a set. */
  private KeyForm.Kind kind(TypeMirror collection) {
    if (facts.isSubtype(collection, "java.util.Set")) {
      return KeyForm.Kind.SET;
    }
    boolean ordered =
        facts.isSubtype(collection, "java.util.List")
            || facts.isSubtype(collection, "java.util.Queue");
    return ordered ? KeyForm.Kind.LIST : KeyForm.Kind.COLLECTION;
  }

  /** Follows the class up to {@code Collection}, where the element type has one name. */
  private KeyForm checkElement(TypeElement raw, Bindings bindings) {
    if (raw.getQualifiedName().contentEquals("java.util.Collection")) {
      return check(raw.getTypeParameters().get(0).asType(), bindings);
    }
    for (TypeMirror parent : TypeFacts.parents(raw)) {
      if (facts.isSubtype(parent, "java.util.Collection")) {
        return checkElement(TypeFacts.element(parent), bind(parent, bindings));
      }
    }
    return KeyForm.UNKNOWN;
  }

  // Types annotated with @CacheKey

  private record KeyMethod(ExecutableElement method, Bindings bindings) {}

  /** Returns the form of an annotated type, null if it is not annotated. */
  private @Nullable KeyForm annotated(TypeElement raw, Bindings bindings) {
    Map<String, KeyMethod> methods = new LinkedHashMap<>();
    collectKeyMethods(raw, bindings, methods);
    boolean wholeType = Usage.cacheKeyOn(raw) != null;
    if (wholeType && raw.getKind() != ElementKind.RECORD) {
      throw refused(
          facts.binaryName(raw),
          "@CacheKey on a type is for records; put it on the public method without parameters"
              + " whose value is the key text");
    }
    if (methods.size() > (wholeType ? 0 : 1)) {
      throw refused(
          facts.binaryName(raw),
          "@CacheKey stands in several places (%s%s); keep one"
              .formatted(
                  wholeType ? "the record, " : "",
                  methods.keySet().stream()
                      .sorted()
                      .collect(Collectors.joining("(), ", "", "()"))));
    }
    List<KeyForm> parts = new ArrayList<>();
    if (wholeType) {
      for (RecordComponentElement component : raw.getRecordComponents()) {
        parts.add(check(component.asType(), bindings));
      }
    }
    for (KeyMethod only : methods.values()) {
      parts.add(check(only.method().getReturnType(), only.bindings()));
    }
    return wholeType || !methods.isEmpty() ? KeyForm.of(KeyForm.Kind.COMPOSITE, parts) : null;
  }

  /** The nearest declaration of a method wins, so that a subclass may override it. */
  private void collectKeyMethods(
      TypeElement raw, Bindings bindings, Map<String, KeyMethod> methods) {
    for (ExecutableElement method : ElementFilter.methodsIn(raw.getEnclosedElements())) {
      if (Usage.cacheKeyOn(method) != null) {
        Set<Modifier> modifiers = method.getModifiers();
        if (!modifiers.contains(Modifier.PUBLIC)
            || modifiers.contains(Modifier.STATIC)
            || !method.getParameters().isEmpty()) {
          throw refused(
              facts.binaryName(raw),
              "@CacheKey on %s() needs a public instance method without parameters"
                  .formatted(method.getSimpleName()));
        }
        methods.putIfAbsent(method.getSimpleName().toString(), new KeyMethod(method, bindings));
      }
    }
    for (TypeMirror parent : TypeFacts.parents(raw)) {
      collectKeyMethods(TypeFacts.element(parent), bind(parent, bindings), methods);
    }
  }

  private Bindings bind(TypeMirror type, Bindings outer) {
    Bindings bindings = new Bindings();
    List<? extends TypeMirror> arguments = TypeFacts.arguments(type);
    for (int i = 0; i < arguments.size(); i++) {
      TypeMirror argument = arguments.get(i);
      bindings.put(
          TypeFacts.element(type).getTypeParameters().get(i), () -> check(argument, outer));
    }
    return bindings;
  }

  private RefusedException refused(String type, String fix) {
    String outer =
        path.stream()
            .filter(each -> !each.name().equals(type))
            .filter(each -> each.kind() != TypeKind.TYPEVAR && each.kind() != TypeKind.WILDCARD)
            .map(Step::name)
            .collect(Collectors.joining(", in "));
    return new RefusedException(
        "%s has no canonical text%s; %s"
            .formatted(type, outer.isEmpty() ? "" : " (in " + outer + ")", fix));
  }
}
