package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a class that is no enum says about how its instances come to be. The codec reads the same
 * out of it.
 */
final class CodecConstruction {
  private final TypeFacts facts;
  private final TypeElement type;
  private final boolean isRecord;

  CodecConstruction(TypeFacts facts, TypeElement type) {
    this.facts = facts;
    this.type = type;
    this.isRecord = type.getKind() == ElementKind.RECORD;
  }

  /** Returns whether there is one instance, in a static field: nothing within it is looked at. */
  boolean isSingleton() {
    List<ExecutableElement> constructors = ElementFilter.constructorsIn(type.getEnclosedElements());
    if (isRecord
        || constructors.size() != 1
        || !constructors.get(0).getParameters().isEmpty()
        || !has(constructors.get(0), Modifier.PRIVATE)) {
      return false;
    }
    List<VariableElement> fields = ElementFilter.fieldsIn(type.getEnclosedElements());
    boolean resolves = declaresReplacing("readResolve");
    return fields.stream().filter(this::isConstant).count() == 1
        && fields.stream()
            .filter(field -> !has(field, Modifier.STATIC))
            .allMatch(field -> resolves && has(field, Modifier.FINAL));
  }

  private boolean isConstant(VariableElement field) {
    return has(field, Modifier.STATIC)
        && has(field, Modifier.FINAL)
        && facts.types().isSameType(facts.erasure(field.asType()), facts.erasure(type.asType()));
  }

  /** Returns why bytes cannot construct an instance and what to do, or null if they can. */
  @Nullable String refusal() {
    if (isSingleton()) {
      return null;
    }
    if (declaresReplacing("readResolve")) {
      return "a class with readResolve, so only it knows which instance to give; make it an enum or"
          + " a record, or a singleton with one private constructor without parameters and one"
          + " static final field";
    }
    String own = ownForm();
    if (own != null) {
      return "a class with "
          + own
          + ", so it has a form of its own, which may not fit its fields; return a record of what it"
          + " holds";
    }
    VariableElement unfilled = isRecord ? null : unfilled();
    return unfilled == null
        ? null
        : ("whose transient field \"%s\" nothing fills when it is read; give %s a constructor without"
                + " parameters that does, which may be private, or return a record without the field")
            .formatted(unfilled.getSimpleName(), type.getSimpleName());
  }

  private @Nullable String ownForm() {
    if (declaresReplacing("writeReplace")) {
      return "writeReplace";
    }
    if (isRecord) {
      return null;
    }
    if (facts.isSubtype(type.asType(), "java.io.Externalizable")) {
      return "readExternal";
    }
    for (TypeElement level : levels()) {
      if (declaresStreaming(level, "readObject", "java.io.ObjectInputStream")) {
        return "readObject";
      }
      if (declaresStreaming(level, "writeObject", "java.io.ObjectOutputStream")) {
        return "writeObject";
      }
    }
    return null;
  }

  /** Whether the class has such a method, inherited ones included unless they are private. */
  private boolean declaresReplacing(String name) {
    for (TypeElement level : levels()) {
      for (ExecutableElement method : methods(level, name)) {
        if (method.getParameters().isEmpty()
            && TypeFacts.isNamed(facts.erasure(method.getReturnType()), "java.lang.Object")
            && (level.equals(type) || !has(method, Modifier.PRIVATE))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean declaresStreaming(TypeElement level, String name, String stream) {
    return methods(level, name).stream()
        .anyMatch(
            method ->
                method.getReturnType().getKind() == TypeKind.VOID
                    && method.getParameters().size() == 1
                    && TypeFacts.isNamed(method.getParameters().get(0).asType(), stream));
  }

  private static List<ExecutableElement> methods(TypeElement level, String name) {
    return ElementFilter.methodsIn(level.getEnclosedElements()).stream()
        .filter(method -> method.getSimpleName().contentEquals(name))
        .filter(method -> !has(method, Modifier.STATIC))
        .toList();
  }

  private @Nullable VariableElement unfilled() {
    boolean filled =
        ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .anyMatch(constructor -> constructor.getParameters().isEmpty());
    if (filled) {
      return null;
    }
    for (TypeElement level : levels()) {
      VariableElement found =
          ElementFilter.fieldsIn(level.getEnclosedElements()).stream()
              .filter(field -> has(field, Modifier.TRANSIENT) && !has(field, Modifier.STATIC))
              .filter(
                  field -> !field.asType().getKind().isPrimitive() || has(field, Modifier.FINAL))
              .min(Comparator.comparing(field -> field.getSimpleName().toString()))
              .orElse(null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns the class and its superclasses, the topmost first. */
  private List<TypeElement> levels() {
    List<TypeElement> levels = new ArrayList<>();
    for (TypeMirror next = type.asType(); isBelowObject(next); ) {
      TypeElement level = TypeFacts.element(next);
      levels.add(0, level);
      next = level.getSuperclass();
    }
    return levels;
  }

  private static boolean isBelowObject(TypeMirror type) {
    return type.getKind() != TypeKind.NONE && !TypeFacts.isNamed(type, "java.lang.Object");
  }

  private static boolean has(Element element, Modifier modifier) {
    return element.getModifiers().contains(modifier);
  }
}
