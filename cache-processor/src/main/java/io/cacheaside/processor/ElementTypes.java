package io.cacheaside.processor;

import io.cacheaside.key.KeyText;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** What {@code *} in a key template goes through, as the runtime does: the elements of a type. */
final class ElementTypes {
  private static final String ITERABLE = "java.lang.Iterable";
  private static final String OPTIONAL = "java.util.Optional";
  private static final String AUTO_CLOSEABLE = "java.lang.AutoCloseable";
  private static final List<String> ONE_SHOT =
      List.of(
          "java.util.Iterator", "java.util.Enumeration", "java.util.stream.BaseStream", ITERABLE);

  private final TypeFacts facts;
  private final PropertyPaths properties;

  ElementTypes(TypeFacts facts, PropertyPaths properties) {
    this.facts = facts;
    this.properties = properties;
  }

  /**
   * Returns the type of the elements, or null if there is a {@link #refusal}.
   *
   * @throws MissingClassException if a class is missing, so that nobody can tell
   */
  @Nullable TypeMirror of(TypeMirror type) {
    TypeMirror container = container(type);
    if (container.getKind() == TypeKind.ARRAY) {
      return ((ArrayType) container).getComponentType();
    }
    if (container.getKind() != TypeKind.DECLARED && container.getKind() != TypeKind.ERROR) {
      return null;
    }
    String held = KeyTypes.PRIMITIVE_OPTIONALS.get(facts.binaryName(TypeFacts.element(container)));
    if (held != null) {
      return facts.types().getPrimitiveType(TypeKind.valueOf(held.toUpperCase(Locale.ROOT)));
    }
    TypeElement declaring =
        facts.elements().getTypeElement(isOptional(container) ? OPTIONAL : ITERABLE);
    if (!isContainer(container) || TypeFacts.isRaw(container)) {
      return null;
    }
    TypeMirror element = properties.argument(container, declaring);
    return element.getKind() == TypeKind.WILDCARD
        ? facts.upperBound((WildcardType) element)
        : element;
  }

  /** Returns what is wrong with a type that {@link #of} gives no elements for. */
  String refusal(TypeMirror type) {
    TypeMirror container = container(type);
    String name = facts.name(container);
    if (container.getKind() == TypeKind.DECLARED && isContainer(container)) {
      return name + " does not say what it holds; write for example " + name + "<String>";
    }
    if (facts.isSubtype(container, "java.util.Map")) {
      return name
          + " is a Map, and '*' does not choose between its keys and its values; use a collection"
          + " of those that are meant";
    }
    return ONE_SHOT.stream().anyMatch(each -> facts.isSubtype(container, each))
        ? name + " is used up by whoever goes through it first; use a List"
        : name + " has no elements; " + KeyText.CONTAINERS;
  }

  private boolean isContainer(TypeMirror type) {
    return isOptional(type)
        || (facts.isSubtype(type, ITERABLE) && !facts.isSubtype(type, AUTO_CLOSEABLE));
  }

  private static boolean isOptional(TypeMirror type) {
    return TypeFacts.isNamed(type, OPTIONAL);
  }

  private TypeMirror container(TypeMirror type) {
    return switch (type.getKind()) {
      case TYPEVAR -> container(TypeFacts.firstBound((TypeVariable) type));
      case WILDCARD -> container(facts.upperBound((WildcardType) type));
      case INTERSECTION -> container(facts.behind(type));
      default -> type;
    };
  }
}
