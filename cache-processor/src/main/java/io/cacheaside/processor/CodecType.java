package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;

/**
 * A type without variables and wildcards, as the codec sees it: both are replaced by what they
 * stand for, or by their bound.
 *
 * @param raw the erased type
 * @param name the erased type's full name, by which types are equal
 * @param arguments what its parameters stand for; for an array, its component
 * @param size how many types are in it, itself included; known before it is compared or printed,
 *     because both take as long as that
 */
record CodecType(TypeMirror raw, String name, List<CodecType> arguments, int size) {
  private static final int LARGEST_SIZE = 1_000_000_000;

  CodecType(TypeMirror raw, String name, List<CodecType> arguments) {
    this(raw, name, arguments, sizeWith(arguments));
  }

  private static int sizeWith(List<CodecType> arguments) {
    long size = 1;
    for (CodecType argument : arguments) {
      size += argument.size;
    }
    return (int) Math.min(size, LARGEST_SIZE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecType that
        && name.equals(that.name)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + arguments.hashCode();
  }

  /** Returns the class; not for arrays and primitives. */
  TypeElement element() {
    return TypeFacts.element(raw);
  }

  boolean isDeclared() {
    return raw.getKind() == TypeKind.DECLARED;
  }

  /** Returns whether the class has type parameters for which nothing is given. */
  boolean isRaw() {
    return isDeclared() && !element().getTypeParameters().isEmpty() && arguments.isEmpty();
  }

  /** Returns what the class's type parameters stand for; nothing for a raw type. */
  Map<Element, CodecType> variables() {
    Map<Element, CodecType> variables = new HashMap<>();
    if (isDeclared()) {
      List<? extends TypeParameterElement> parameters = element().getTypeParameters();
      for (int i = 0; i < parameters.size() && i < arguments.size(); i++) {
        variables.put(parameters.get(i), arguments.get(i));
      }
    }
    return variables;
  }

  /** Returns the type as its author would write it, without packages. */
  String shortName() {
    if (raw.getKind() == TypeKind.ARRAY) {
      return arguments.get(0).shortName() + "[]";
    }
    String simple = isDeclared() ? element().getSimpleName().toString() : name;
    return simple
        + (arguments.isEmpty()
            ? ""
            : arguments.stream()
                .map(CodecType::shortName)
                .collect(Collectors.joining(", ", "<", ">")));
  }

  /** Makes such types. */
  static final class Resolver {
    private final TypeFacts facts;

    /** The variables in whose bounds the type stands that is being resolved. */
    private final Set<Element> open = new HashSet<>();

    Resolver(TypeFacts facts) {
      this.facts = facts;
    }

    CodecType resolve(TypeMirror type, Map<Element, CodecType> variables) {
      return switch (type.getKind()) {
        case TYPEVAR -> {
          TypeVariable variable = (TypeVariable) type;
          CodecType known = variables.get(variable.asElement());
          yield known != null ? known : bound(variable, variables);
        }
        case WILDCARD -> resolve(facts.upperBound((WildcardType) type), variables);
        case INTERSECTION -> resolve(facts.behind(type), variables);
        case ARRAY -> {
          CodecType component = resolve(((ArrayType) type).getComponentType(), variables);
          yield erased(facts.types().getArrayType(component.raw()), List.of(component));
        }
        case DECLARED, ERROR -> declared(type, variables);
        default -> erased(type, List.of());
      };
    }

    private CodecType declared(TypeMirror type, Map<Element, CodecType> variables) {
      List<? extends TypeParameterElement> parameters = TypeFacts.element(type).getTypeParameters();
      List<? extends TypeMirror> actual = TypeFacts.arguments(type);
      List<CodecType> arguments = new ArrayList<>();
      for (int i = 0; i < actual.size(); i++) {
        arguments.add(
            isUnbounded(actual.get(i))
                ? bound((TypeVariable) parameters.get(i).asType(), Map.of())
                : resolve(actual.get(i), variables));
      }
      return erased(type, List.copyOf(arguments));
    }

    private boolean isUnbounded(TypeMirror type) {
      return type.getKind() == TypeKind.WILDCARD
          && TypeFacts.isNamed(facts.upperBound((WildcardType) type), "java.lang.Object");
    }

    /** The variable's first bound, in which the variable itself is erased. */
    private CodecType bound(TypeVariable variable, Map<Element, CodecType> variables) {
      TypeMirror bound = TypeFacts.firstBound(variable);
      CodecType erased = erased(bound, List.of());
      if (!open.add(variable.asElement())) {
        return erased;
      }
      try {
        Map<Element, CodecType> inner = new HashMap<>(variables);
        inner.put(variable.asElement(), erased);
        return resolve(bound, inner);
      } finally {
        open.remove(variable.asElement());
      }
    }

    CodecType erased(TypeMirror type, List<CodecType> arguments) {
      TypeMirror raw = facts.erasure(type);
      return new CodecType(raw, facts.name(raw), arguments);
    }

    /**
     * Returns the subclass with the type arguments that follow from the type's: {@code Ok<String>}
     * for {@code Result<String>}. Those that do not follow become their bounds.
     */
    CodecType subtype(CodecType type, TypeElement subclass) {
      if (subclass.equals(type.element())) {
        return type;
      }
      List<? extends TypeParameterElement> parameters = subclass.getTypeParameters();
      if (parameters.isEmpty()) {
        return erased(subclass.asType(), List.of());
      }
      Map<Element, CodecType> inferred = new HashMap<>();
      for (TypeMirror parent : TypeFacts.parents(subclass)) {
        List<? extends TypeMirror> actual = TypeFacts.arguments(parent);
        if (actual.isEmpty() || !facts.types().isSubtype(facts.erasure(parent), type.raw())) {
          continue;
        }
        CodecType resolved = subtype(type, TypeFacts.element(parent));
        for (int i = 0; i < Math.min(actual.size(), resolved.arguments().size()); i++) {
          if (actual.get(i).getKind() == TypeKind.TYPEVAR) {
            inferred.putIfAbsent(
                ((TypeVariable) actual.get(i)).asElement(), resolved.arguments().get(i));
          }
        }
      }
      List<CodecType> arguments = new ArrayList<>();
      for (TypeParameterElement parameter : parameters) {
        arguments.add(resolve(parameter.asType(), inferred));
      }
      return erased(subclass.asType(), List.copyOf(arguments));
    }
  }
}
