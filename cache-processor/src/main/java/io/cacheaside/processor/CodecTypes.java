package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * Walks everything reachable from a return type as the codec does when nothing is configured, and
 * says what it will refuse.
 */
final class CodecTypes {
  private static final Set<String> ANYTHING =
      Set.of("java.lang.Object", "java.io.Serializable", "java.lang.Comparable");

  private static final Set<String> ENTITY =
      Set.of("jakarta.persistence.Entity", "javax.persistence.Entity");

  private final TypeFacts facts;
  private final CodecType.Resolver resolver;
  private final String title;
  private final Set<CodecType> seen = new HashSet<>();
  private final CodecNesting nesting;

  /** What is to be said of the first entity that was found. */
  private @Nullable String entity;

  private CodecTypes(TypeFacts facts, CodecType.Resolver resolver, String title) {
    this.facts = facts;
    this.resolver = resolver;
    this.title = title;
    this.nesting = new CodecNesting(title, this::place);
  }

  /**
   * What the codec will say.
   *
   * @param rule whose text it is: one for what a setting may mend, one for what none can, one for
   *     what will be refused now and then
   */
  record Refusal(Rule rule, String text) {}

  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    RefusedException(String message) {
      this(Rule.NOT_ENCODABLE, message);
    }

    RefusedException(Rule rule, String message) {
      super(message);
      this.rule = rule;
    }
  }

  /** Returns why the codec will refuse a type or some of its values, or null if it will not. */
  static @Nullable Refusal refusal(TypeFacts facts, TypeMirror type) {
    CodecType.Resolver resolver = new CodecType.Resolver(facts);
    CodecType resolved = resolver.resolve(type, Map.of());
    CodecTypes walk = new CodecTypes(facts, resolver, "return type " + facts.shortName(type));
    try {
      walk.walk(resolved, "");
      return walk.entity == null ? null : new Refusal(Rule.PERSISTENCE_STATE, walk.entity);
    } catch (RefusedException e) {
      return new Refusal(e.rule, String.valueOf(e.getMessage()));
    }
  }

  private void walk(CodecType type, String path) {
    String refusal = nesting.enter(type, path);
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
    try {
      if (type.raw().getKind() == TypeKind.ARRAY) {
        walk(type.arguments().get(0), path + "[]");
      } else if (type.isDeclared() && !CodecLeaves.isLeaf(type.name())) {
        walkClass(type, path);
      }
    } finally {
      nesting.leave();
    }
  }

  private void walkClass(CodecType type, String path) {
    if (CodecLeaves.isJdk(type.name()) && CodecLeaves.isContainer(facts, type)) {
      refuseRaw(type, path);
      boolean entries = type.arguments().size() == 2;
      walk(type.arguments().get(0), path + (entries ? "[key]" : "[]"));
      if (entries) {
        walk(type.arguments().get(1), path + "[value]");
      }
      return;
    }
    Set<CodecType> found = new LinkedHashSet<>();
    collect(type, path, found);
    found.stream()
        .sorted(Comparator.comparing(CodecType::name))
        .forEach(candidate -> walkMembers(candidate, path));
  }

  private void refuseRaw(CodecType type, String path) {
    if (type.isRaw()) {
      throw new RefusedException(
          "%s is declared as raw %s, so any class could be in it; declare its type arguments"
              .formatted(place(path), type.shortName()));
    }
  }

  /** Collects the concrete classes that may stand where a type is declared. */
  private void collect(CodecType type, String path, Set<CodecType> found) {
    TypeElement element = type.element();
    boolean isEnum = element.getKind() == ElementKind.ENUM;
    boolean isConcrete = isEnum || isConcrete(element);
    boolean isAnything = ANYTHING.contains(type.name());
    if (!isAnything) {
      refuseKnown(type, path);
    }
    if (isConcrete && !isAnything && !found.add(type)) {
      return;
    }
    if (isEnum) {
      return;
    }
    if (element.getModifiers().contains(Modifier.SEALED)) {
      for (TypeMirror permitted : element.getPermittedSubclasses()) {
        collect(resolver.subtype(type, TypeFacts.element(permitted)), path, found);
      }
      return;
    }
    List<TypeElement> known = CodecLeaves.knownSubclasses(facts, type.name());
    known.forEach(each -> collect(resolver.subtype(type, each), path, found));
    if (known.isEmpty() && (isAnything || !isConcrete)) {
      throw open(type, path, isAnything);
    }
  }

  private static boolean isConcrete(TypeElement element) {
    return !TypeFacts.isInterface(element) && !element.getModifiers().contains(Modifier.ABSTRACT);
  }

  private void refuseKnown(CodecType type, String path) {
    String reason = CodecLeaves.refusal(facts, type);
    if (reason != null) {
      throw new RefusedException(
          "%s is declared %s, %s".formatted(place(path), type.shortName(), reason));
    }
  }

  private RefusedException open(CodecType type, String path, boolean isAnything) {
    String kind = "";
    if (TypeFacts.isInterface(type.element()) && !isAnything) {
      kind =
          CodecLeaves.isFunctional(type.element()) ? ", a functional interface" : ", an interface";
    } else if (!isAnything) {
      kind = ", an abstract class";
    }
    return new RefusedException(
        "%s is declared %s%s, so any class could be in it%s; declare a concrete type%s or allow the class with the setting allow"
            .formatted(
                place(path),
                type.shortName(),
                kind,
                kind.startsWith(", a functional") ? ", even a lambda" : "",
                isAnything ? "" : ", seal it"));
  }

  private void walkMembers(CodecType type, String path) {
    if (CodecLeaves.isLeaf(type.name())
        || type.element().getKind() == ElementKind.ENUM
        || !seen.add(type)) {
      return;
    }
    refuseRaw(type, path);
    noteEntity(type, path);
    CodecConstruction construction = new CodecConstruction(facts, type.element());
    String refusal = construction.refusal();
    if (refusal != null) {
      throw new RefusedException(
          Rule.OWN_CONSTRUCTION,
          "%s may hold %s, %s".formatted(place(path), type.shortName(), refusal));
    }
    if (construction.isSingleton()) {
      return;
    }
    if (type.element().getKind() == ElementKind.RECORD) {
      for (RecordComponentElement component : type.element().getRecordComponents()) {
        walkMember(component, component.asType(), type, path);
      }
      return;
    }
    List<CodecType> levels = new ArrayList<>();
    for (CodecType level = type; level != null; level = superclass(level)) {
      levels.add(0, level);
    }
    for (CodecType level : levels) {
      ElementFilter.fieldsIn(level.element().getEnclosedElements()).stream()
          .filter(CodecTypes::isStored)
          .sorted(Comparator.comparing(field -> field.getSimpleName().toString()))
          .forEach(field -> walkMember(field, field.asType(), level, path));
    }
  }

  private void noteEntity(CodecType type, String path) {
    boolean isEntity =
        type.element().getAnnotationMirrors().stream()
            .anyMatch(each -> ENTITY.contains(each.getAnnotationType().toString()));
    if (isEntity && entity == null) {
      entity =
          "%s is declared %s, a JPA entity, which carries persistence state: while a part of it is not loaded it is not cached, and a hit is detached; return a record, or suppress \"CA128\" if it is always fetched as a whole"
              .formatted(place(path), type.shortName());
    }
  }

  private void walkMember(Element member, TypeMirror type, CodecType owner, String path) {
    String name = member.getSimpleName().toString();
    CodecType resolved = resolver.resolve(type, owner.variables());
    walk(resolved, path.isEmpty() ? name : path + "." + name);
  }

  private static boolean isStored(VariableElement field) {
    return !field.getModifiers().contains(Modifier.STATIC)
        && !field.getModifiers().contains(Modifier.TRANSIENT);
  }

  private @Nullable CodecType superclass(CodecType type) {
    TypeMirror superclass = type.element().getSuperclass();
    return superclass.getKind() == TypeKind.NONE
            || TypeFacts.isNamed((DeclaredType) superclass, "java.lang.Object")
        ? null
        : resolver.resolve(superclass, type.variables());
  }

  /** Returns the beginning of a sentence: {@code return type Order: field "lines[].price"}. */
  private String place(String path) {
    if (path.isEmpty()) {
      return title + ": the value";
    }
    boolean inField = Character.isJavaIdentifierStart(path.charAt(0)) || path.indexOf('.') > 0;
    return title + ": " + (inField ? "field" : "element") + " \"" + path + "\"";
  }
}
