package io.cacheaside.processor;

import io.cacheaside.key.KotlinNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What the compiler knows about types, in the terms of reflection, as the runtime sees them. */
final class TypeFacts {
  private final Types types;
  private final Elements elements;

  TypeFacts(Types types, Elements elements) {
    this.types = types;
    this.elements = elements;
  }

  TypeMirror erasure(TypeMirror type) {
    return types.erasure(type);
  }

  TypeMirror object() {
    return elements.getTypeElement("java.lang.Object").asType();
  }

  /** Returns whether there is a class in a package. */
  boolean hasPackage(String name) {
    PackageElement found = elements.getPackageElement(name);
    return found != null && !found.getEnclosedElements().isEmpty();
  }

  Elements elements() {
    return elements;
  }

  Types types() {
    return types;
  }

  /** Returns whether the erased type is the named class or below it; false if there is none. */
  boolean isSubtype(TypeMirror type, String className) {
    TypeElement parent = elements.getTypeElement(className);
    return parent != null && types.isSubtype(erasure(type), erasure(parent.asType()));
  }

  boolean isBelow(TypeElement type, TypeMirror erasedParent) {
    return types.isSubtype(erasure(type.asType()), erasedParent);
  }

  /** Returns the class behind a type: the first bound of variables and wildcards. */
  TypeMirror behind(TypeMirror type) {
    return switch (type.getKind()) {
      case TYPEVAR -> behind(firstBound((TypeVariable) type));
      case WILDCARD -> behind(upperBound((WildcardType) type));
      case INTERSECTION -> behind(((IntersectionType) type).getBounds().get(0));
      default -> type;
    };
  }

  static TypeMirror firstBound(TypeVariable variable) {
    TypeMirror bound = variable.getUpperBound();
    return bound.getKind() == TypeKind.INTERSECTION
        ? ((IntersectionType) bound).getBounds().get(0)
        : bound;
  }

  TypeMirror upperBound(WildcardType wildcard) {
    TypeMirror bound = wildcard.getExtendsBound();
    return bound == null ? object() : bound;
  }

  /**
   * Returns the class of a declared type.
   *
   * @throws MissingClassException if the class cannot be found
   */
  static TypeElement element(TypeMirror type) {
    if (type.getKind() == TypeKind.ERROR) {
      throw new MissingClassException(type.toString());
    }
    return (TypeElement) ((DeclaredType) type).asElement();
  }

  /** Returns the class that declares a member. */
  static TypeElement owner(Element member) {
    return (TypeElement) Objects.requireNonNull(member.getEnclosingElement());
  }

  static List<? extends TypeMirror> arguments(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        ? ((DeclaredType) type).getTypeArguments()
        : List.of();
  }

  /** Returns whether a class with type parameters is used without arguments. */
  static boolean isRaw(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        && arguments(type).isEmpty()
        && !element(type).getTypeParameters().isEmpty();
  }

  static boolean isNamed(TypeMirror type, String className) {
    return type.getKind() == TypeKind.DECLARED
        && element(type).getQualifiedName().contentEquals(className);
  }

  /** Returns whether Kotlin's compiler has made the class. */
  static boolean isKotlin(TypeElement type) {
    return hasAnnotation(type, KotlinNames.METADATA);
  }

  /** Returns whether it has the annotation of that name, which may be one for compilers only. */
  static boolean hasAnnotation(Element element, String className) {
    return element.getAnnotationMirrors().stream()
        .anyMatch(each -> isNamed(each.getAnnotationType(), className));
  }

  static boolean isInterface(TypeElement type) {
    return type.getKind() == ElementKind.INTERFACE || type.getKind() == ElementKind.ANNOTATION_TYPE;
  }

  /** Returns the direct superclass, if any, and then the direct interfaces, as declared. */
  static List<TypeMirror> parents(TypeElement type) {
    List<TypeMirror> parents = new ArrayList<>();
    if (type.getSuperclass().getKind() != TypeKind.NONE) {
      parents.add(type.getSuperclass());
    }
    parents.addAll(type.getInterfaces());
    return parents;
  }

  /**
   * Returns the class and all that it inherits from, itself first, classes before interfaces.
   *
   * @throws MissingClassException if one of them cannot be found
   */
  static Set<TypeElement> hierarchy(TypeElement type) {
    Set<TypeElement> found = new LinkedHashSet<>();
    addHierarchy(type, found, true);
    return found;
  }

  /** Returns the same as far as the classes can be found. */
  static Set<TypeElement> knownHierarchy(TypeElement type) {
    Set<TypeElement> found = new LinkedHashSet<>();
    addHierarchy(type, found, false);
    return found;
  }

  private static void addHierarchy(TypeElement type, Set<TypeElement> found, boolean complete) {
    for (TypeMirror next = type.asType(); isFound(next, complete); ) {
      TypeElement level = element(next);
      found.add(level);
      next = level.getSuperclass();
    }
    for (TypeElement each : List.copyOf(found)) {
      addInterfaces(each, found, complete);
    }
  }

  private static void addInterfaces(TypeElement type, Set<TypeElement> found, boolean complete) {
    for (TypeMirror parent : type.getInterfaces()) {
      if (isFound(parent, complete) && found.add(element(parent))) {
        addInterfaces(element(parent), found, complete);
      }
    }
  }

  private static boolean isFound(TypeMirror type, boolean complete) {
    return type.getKind() == TypeKind.DECLARED || (complete && type.getKind() == TypeKind.ERROR);
  }

  String binaryName(TypeElement type) {
    return elements.getBinaryName(type).toString();
  }

  /** Returns the name that reflection gives: {@code java.util.Map$Entry<K, java.lang.String[]>}. */
  String name(TypeMirror type) {
    return switch (type.getKind()) {
      case ARRAY -> name(((ArrayType) type).getComponentType()) + "[]";
      case TYPEVAR -> ((TypeVariable) type).asElement().getSimpleName().toString();
      case WILDCARD -> wildcardName((WildcardType) type);
      case INTERSECTION -> name(behind(type));
      case DECLARED -> declaredName((DeclaredType) type);
      case ERROR -> type.toString();
      default -> type.getKind().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private String wildcardName(WildcardType type) {
    TypeMirror lower = type.getSuperBound();
    if (lower != null) {
      return "? super " + name(lower);
    }
    String upper = name(upperBound(type));
    return upper.equals("java.lang.Object") ? "?" : "? extends " + upper;
  }

  private String declaredName(DeclaredType type) {
    Element element = type.asElement();
    String arguments =
        type.getTypeArguments().isEmpty()
            ? ""
            : type.getTypeArguments().stream()
                .map(this::name)
                .collect(Collectors.joining(", ", "<", ">"));
    TypeMirror outer = type.getEnclosingType();
    boolean genericOuter = !arguments(outer).isEmpty();
    return (genericOuter
            ? name(outer) + "$" + element.getSimpleName()
            : binaryName((TypeElement) element))
        + arguments;
  }

  /** Returns the type's descriptor in class files: {@code Ljava/lang/String;}. */
  String descriptor(TypeMirror type) {
    return switch (type.getKind()) {
      case BOOLEAN -> "Z";
      case BYTE -> "B";
      case SHORT -> "S";
      case CHAR -> "C";
      case INT -> "I";
      case LONG -> "J";
      case FLOAT -> "F";
      case DOUBLE -> "D";
      case VOID -> "V";
      case ARRAY -> "[" + descriptor(((ArrayType) type).getComponentType());
      case DECLARED -> "L" + binaryName(element(type)).replace('.', '/') + ";";
      case ERROR -> "L" + type.toString().replace('.', '/') + ";";
      default -> descriptor(erasure(type));
    };
  }

  /** Returns the type as its author wrote it, without packages: {@code List<?>}. */
  String shortName(TypeMirror type) {
    return switch (type.getKind()) {
      case ARRAY -> shortName(((ArrayType) type).getComponentType()) + "[]";
      case TYPEVAR -> name(type);
      case WILDCARD -> {
        WildcardType wildcard = (WildcardType) type;
        TypeMirror upper = wildcard.getExtendsBound();
        TypeMirror lower = wildcard.getSuperBound();
        yield upper != null
            ? "? extends " + shortName(upper)
            : lower != null ? "? super " + shortName(lower) : "?";
      }
      case DECLARED ->
          element(type).getSimpleName()
              + (arguments(type).isEmpty()
                  ? ""
                  : arguments(type).stream()
                      .map(this::shortName)
                      .collect(Collectors.joining(", ", "<", ">")));
      default -> simpleName(type);
    };
  }

  /** Returns the erased type's name without package: {@code List}, {@code long[]}. */
  String simpleName(TypeMirror type) {
    return switch (type.getKind()) {
      case ARRAY -> simpleName(((ArrayType) type).getComponentType()) + "[]";
      case DECLARED -> element(type).getSimpleName().toString();
      case TYPEVAR, WILDCARD, INTERSECTION -> simpleName(erasure(type));
      case ERROR -> type.toString().substring(type.toString().lastIndexOf('.') + 1);
      default -> name(type);
    };
  }
}
