package io.cacheaside.processor;

import io.cacheaside.key.KotlinNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a key template can follow: record components, getters and public fields, as
 * the runtime finds them.
 */
final class PropertyPaths {
  private static final Set<String> NOT_SUGGESTED = Set.of("class", "hashCode", "toString");

  private final TypeFacts facts;

  PropertyPaths(TypeFacts facts) {
    this.facts = facts;
  }

  /**
   * Returns the type of a property, or null if there is none with that name.
   *
   * @throws MissingClassException if a class is missing that might have the property
   */
  @Nullable TypeMirror find(TypeMirror owner, String name) {
    return find(owner, name, PropertyPaths::isPublic);
  }

  /**
   * Returns the type of a property as code in the class itself sees it, so also of getters and
   * fields that are not public; null if there is none with that name. Public ones come first.
   *
   * @throws MissingClassException if a class is missing that might have the property
   */
  @Nullable TypeMirror findOwn(TypeMirror owner, String name) {
    TypeMirror shown = find(owner, name);
    return shown != null ? shown : find(owner, name, member -> isSeenFrom(owner, member));
  }

  private @Nullable TypeMirror find(TypeMirror owner, String name, Predicate<Element> isVisible) {
    TypeMirror raw = facts.behind(owner);
    Set<TypeElement> hierarchy = hierarchy(raw);
    ExecutableElement getter = getter(raw, hierarchy, name, isVisible);
    if (getter != null) {
      return resolve(owner, getter, getter.getReturnType());
    }
    for (TypeElement each : hierarchy) {
      for (VariableElement field : ElementFilter.fieldsIn(each.getEnclosedElements())) {
        if (isProperty(field, isVisible) && field.getSimpleName().contentEquals(name)) {
          return resolve(owner, field, field.asType());
        }
      }
    }
    return null;
  }

  private static boolean isPublic(Element member) {
    return member.getModifiers().contains(Modifier.PUBLIC);
  }

  private static boolean isSeenFrom(TypeMirror owner, Element member) {
    return !member.getModifiers().contains(Modifier.PRIVATE)
        || TypeFacts.owner(member).equals(TypeFacts.element(owner));
  }

  private Set<TypeElement> hierarchy(TypeMirror raw) {
    return switch (raw.getKind()) {
      case DECLARED, ERROR -> {
        Set<TypeElement> hierarchy =
            new LinkedHashSet<>(TypeFacts.hierarchy(TypeFacts.element(raw)));
        hierarchy.add(
            TypeFacts.element(facts.object())); // objects of an interface have a class, too
        yield hierarchy;
      }
      case ARRAY -> Set.of(TypeFacts.element(facts.object()));
      default -> Set.of();
    };
  }

  private @Nullable ExecutableElement getter(
      TypeMirror raw, Set<TypeElement> hierarchy, String name, Predicate<Element> isVisible) {
    String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    List<String> names = new ArrayList<>(List.of("get" + capitalized, "is" + capitalized));
    if (isRecord(raw)) {
      names.add(0, name);
    }
    for (String candidate : names) {
      ExecutableElement narrowest = null;
      for (ExecutableElement method : methods(hierarchy)) {
        if (isGetter(method, candidate)
            && isVisible.test(method)
            && (narrowest == null || isNarrower(method, narrowest))) {
          narrowest = method;
        }
      }
      if (narrowest != null) {
        return narrowest;
      }
    }
    return null;
  }

  private boolean isNarrower(ExecutableElement method, ExecutableElement other) {
    TypeMirror a = facts.erasure(method.getReturnType());
    TypeMirror b = facts.erasure(other.getReturnType());
    return !facts.types().isSameType(a, b) && facts.types().isSubtype(a, b);
  }

  private static boolean isRecord(TypeMirror raw) {
    return raw.getKind() == TypeKind.DECLARED
        && TypeFacts.element(raw).getKind() == ElementKind.RECORD;
  }

  private static List<ExecutableElement> methods(Set<TypeElement> hierarchy) {
    List<ExecutableElement> methods = new ArrayList<>();
    for (TypeElement each : hierarchy) {
      methods.addAll(ElementFilter.methodsIn(each.getEnclosedElements()));
    }
    return methods;
  }

  private static boolean isGetter(ExecutableElement method, String name) {
    return (method.getSimpleName().contentEquals(name) || writtenName(method).equals(name))
        && method.getParameters().isEmpty()
        && !method.getModifiers().contains(Modifier.STATIC)
        && method.getReturnType().getKind() != TypeKind.VOID
        && (!name.startsWith("is")
            || method.getReturnType().getKind() == TypeKind.BOOLEAN
            || TypeFacts.owner(method).getKind() == ElementKind.RECORD);
  }

  private static String writtenName(ExecutableElement method) {
    return KotlinNames.ofMethod(
        method.getSimpleName().toString(), TypeFacts.isKotlin(TypeFacts.owner(method)));
  }

  private static boolean isProperty(VariableElement field, Predicate<Element> isVisible) {
    return isVisible.test(field) && !field.getModifiers().contains(Modifier.STATIC);
  }

  /** Returns the names of all properties of a type in alphabetical order, for messages. */
  List<String> names(TypeMirror owner) {
    return names(owner, PropertyPaths::isPublic);
  }

  /** Returns the names of all properties that {@link #findOwn} finds, for messages. */
  List<String> ownNames(TypeMirror owner) {
    return names(owner, member -> isSeenFrom(owner, member));
  }

  private List<String> names(TypeMirror owner, Predicate<Element> isVisible) {
    TypeMirror raw = facts.behind(owner);
    Set<TypeElement> hierarchy = hierarchy(raw);
    TreeSet<String> names = new TreeSet<>();
    for (ExecutableElement method : methods(hierarchy)) {
      String name = writtenName(method);
      if (!isGetter(method, name) || !isVisible.test(method)) {
        continue;
      }
      if (isRecord(raw) && TypeFacts.owner(method).equals(TypeFacts.element(raw))) {
        names.add(name);
      } else if (name.length() > 3 && name.startsWith("get")) {
        names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
      } else if (name.length() > 2 && name.startsWith("is")) {
        names.add(name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3));
      }
    }
    for (TypeElement each : hierarchy) {
      ElementFilter.fieldsIn(each.getEnclosedElements()).stream()
          .filter(field -> isProperty(field, isVisible))
          .forEach(field -> names.add(field.getSimpleName().toString()));
    }
    names.removeAll(NOT_SUGGESTED);
    return List.copyOf(names);
  }

  /**
   * Returns a member's type as seen from its owner. As in the runtime, only a member that
   * <em>is</em> a type variable is resolved; {@code List<T>} stays as it is declared.
   */
  private TypeMirror resolve(TypeMirror owner, Element member, TypeMirror type) {
    if (type.getKind() != TypeKind.TYPEVAR) {
      return type;
    }
    Element declaring = TypeFacts.owner(member);
    TypeMirror resolved = argumentsOf(owner, declaring).get(((TypeVariable) type).asElement());
    return resolved == null ? type : resolved;
  }

  /**
   * Returns what the only type parameter of a class above it stands for; itself if nothing says.
   */
  TypeMirror argument(TypeMirror owner, TypeElement declaring) {
    TypeParameterElement parameter = declaring.getTypeParameters().get(0);
    TypeMirror resolved = argumentsOf(owner, declaring).get(parameter);
    return resolved == null ? parameter.asType() : resolved;
  }

  private Map<Element, TypeMirror> argumentsOf(TypeMirror owner, Element declaring) {
    Map<Element, TypeMirror> arguments = new HashMap<>();
    TypeMirror current = owner;
    while (current != null) {
      TypeElement raw = TypeFacts.element(facts.behind(current));
      List<? extends TypeMirror> actual = TypeFacts.arguments(current);
      for (int i = 0; i < actual.size(); i++) {
        TypeParameterElement variable = raw.getTypeParameters().get(i);
        TypeMirror known =
            actual.get(i).getKind() == TypeKind.TYPEVAR
                ? arguments.get(((TypeVariable) actual.get(i)).asElement())
                : null;
        arguments.put(variable, known == null ? actual.get(i) : known);
      }
      current = raw.equals(declaring) ? null : parentTowards(declaring, raw);
    }
    return arguments;
  }

  private @Nullable TypeMirror parentTowards(Element declaring, TypeElement raw) {
    TypeMirror target = facts.erasure(declaring.asType());
    for (TypeMirror parent : TypeFacts.parents(raw)) {
      if (facts.types().isSubtype(facts.erasure(parent), target)) {
        return parent;
      }
    }
    return null;
  }
}
