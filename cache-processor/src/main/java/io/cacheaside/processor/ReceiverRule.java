package io.cacheaside.processor;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyTemplateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/**
 * The rules for keys that do not say on which object the method was called, although that may
 * matter: CA136 and CA137.
 */
final class ReceiverRule {
  private static final String THIS = "this";
  private static final String GENERIC = " is generic, so there may be objects for many types";

  private final TypeFacts facts;
  private final Findings findings;
  private final List<Shared> candidates = new ArrayList<>();
  private final List<TypeElement> types = new ArrayList<>();

  ReceiverRule(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  /** A method whose key says nothing of the object. */
  private record Shared(MethodUnderCheck method, Usage usage, Usage.Text key) {}

  /** Remembers a type: it may be a subclass. */
  void add(TypeElement type) {
    types.add(type);
  }

  /** Checks a method, or remembers it until all types are known. */
  void add(MethodUnderCheck method, Usage usage) {
    if (usage.kind() != Usage.Kind.CACHE_ASIDE || method.isStatic() || !method.canBeCached()) {
      return;
    }
    for (Usage.Text key : usage.keys()) {
      if (!mayNeedReceiver(key.text())) {
        continue;
      }
      Set<TypeParameterElement> told = toldByKey(method, key.text());
      TypeMirror result = method.element().getReturnType();
      TypeParameterElement variable = classVariable(result, told);
      if (variable != null) {
        reportGenericResult(method, usage, key, variable);
      } else if (method.hasBody() // that many objects have another one is what they are for
          && (told.isEmpty() || classVariable(result, Set.of()) == null)) {
        candidates.add(new Shared(method, usage, key));
      }
    }
  }

  private static boolean mayNeedReceiver(String key) {
    try {
      return KeyTemplate.parse(key).parts().stream()
          .noneMatch(part -> part instanceof Placeholder hole && hole.root().equals(THIS));
    } catch (KeyTemplateException e) {
      return false; // CA101
    }
  }

  /** Returns what parameters of type {@code Class<V>} in the key say of each object. */
  private static Set<TypeParameterElement> toldByKey(MethodUnderCheck method, String key) {
    Set<TypeParameterElement> told = new HashSet<>();
    for (KeyTemplate.Part part : KeyTemplate.parse(key).parts()) {
      VariableElement parameter =
          part instanceof Placeholder hole ? method.parameter(hole.root()) : null;
      if (parameter != null && TypeFacts.isNamed(parameter.asType(), "java.lang.Class")) {
        TypeParameterElement variable = classVariable(parameter.asType(), Set.of());
        if (variable != null) {
          told.add(variable);
        }
      }
    }
    return told;
  }

  /** CA136. */
  private void reportGenericResult(
      MethodUnderCheck method, Usage usage, Usage.Text key, TypeParameterElement variable) {
    findings.add(
        Problem.at(
            Rule.GENERIC_RESULT,
            method.element(),
            usage,
            key,
            ("@CacheAside key \"%s\": the result depends on %s, a type parameter of %s, but the key"
                    + " does not, so one subclass would get what another has cached; put what tells"
                    + " them apart into the key, such as {this.class.name}")
                .formatted(
                    key.text(),
                    variable.getSimpleName(),
                    facts.binaryName((TypeElement) variable.getGenericElement()))));
  }

  /**
   * Returns the first type parameter of a class in a type, as reflection would find it.
   *
   * @param without those that do not count
   */
  static @Nullable TypeParameterElement classVariable(
      TypeMirror type, Set<TypeParameterElement> without) {
    return switch (type.getKind()) {
      case TYPEVAR -> {
        var variable = (TypeParameterElement) ((TypeVariable) type).asElement();
        yield variable.getGenericElement() instanceof TypeElement && !without.contains(variable)
            ? variable
            : null;
      }
      case ARRAY -> classVariable(((ArrayType) type).getComponentType(), without);
      case WILDCARD -> {
        WildcardType wildcard = (WildcardType) type;
        TypeMirror bound = wildcard.getExtendsBound();
        bound = bound == null ? wildcard.getSuperBound() : bound;
        yield bound == null ? null : classVariable(bound, without);
      }
      case DECLARED -> {
        for (TypeMirror argument : ((DeclaredType) type).getTypeArguments()) {
          TypeParameterElement variable = classVariable(argument, without);
          if (variable != null) {
            yield variable;
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  /** Checks what was remembered: CA137. */
  void check() {
    for (Shared each : candidates) {
      String reason = reason(each.method());
      if (reason != null) {
        findings.add(
            Problem.at(
                Rule.SHARED_BY_SUBCLASSES,
                each.method().element(),
                each.usage(),
                each.key(),
                ("@CacheAside key \"%s\": %s, and all of them share one entry; put what tells them"
                        + " apart into the key, such as {this.class.name}, or suppress \"CA137\" if"
                        + " the result is the same in all of them")
                    .formatted(each.key().text(), reason)));
      }
    }
  }

  /**
   * Says which objects share entries, null if there is nothing to say. That the method itself
   * cannot be overridden helps only where nothing else can: a final method of an abstract class is
   * there to call what its subclasses implement.
   */
  private @Nullable String reason(MethodUnderCheck method) {
    TypeElement owner = method.owner();
    String name = facts.binaryName(owner);
    Set<String> closed = new TreeSet<>();
    if (owner.getModifiers().contains(Modifier.SEALED) && addConcrete(owner, closed)) {
      return reasonIfSealed(owner, name, closed);
    }
    if (TypeFacts.isInterface(owner)) {
      return name + " is an interface, which many classes may implement";
    }
    if (owner.getModifiers().contains(Modifier.ABSTRACT)) {
      return name + " is abstract, so there may be many subclasses";
    }
    if (!owner.getTypeParameters().isEmpty()) {
      return name + GENERIC;
    }
    if (method.element().getModifiers().contains(Modifier.FINAL)
        || method.element().getModifiers().contains(Modifier.PRIVATE)) {
      return null;
    }
    return types.stream()
        .filter(type -> isBelow(type, owner))
        .map(facts::binaryName)
        .min(Comparator.naturalOrder())
        .map(subclass -> name + " has subclasses such as " + subclass)
        .orElse(null);
  }

  private static @Nullable String reasonIfSealed(
      TypeElement owner, String name, Set<String> concrete) {
    if (concrete.size() > 1) {
      return name + " is sealed and has the classes " + String.join(", ", concrete);
    }
    return owner.getTypeParameters().isEmpty() ? null : name + GENERIC;
  }

  /**
   * Adds the classes that objects of a type may be of.
   *
   * @return false if there may be others, too
   */
  private boolean addConcrete(TypeElement type, Set<String> concrete) {
    boolean isSealed = type.getModifiers().contains(Modifier.SEALED);
    if (!isSealed
        && !type.getModifiers().contains(Modifier.FINAL)
        && type.getKind() != ElementKind.ENUM) {
      return false;
    }
    if (!type.getModifiers().contains(Modifier.ABSTRACT)) {
      concrete.add(facts.binaryName(type));
    }
    if (isSealed && type.getKind() != ElementKind.ENUM) {
      for (TypeMirror permitted : type.getPermittedSubclasses()) {
        if (!(((DeclaredType) permitted).asElement() instanceof TypeElement below)
            || !addConcrete(below, concrete)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isBelow(TypeElement type, TypeElement owner) {
    return !type.equals(owner)
        && type.getSuperclass().getKind() == TypeKind.DECLARED
        && TypeFacts.knownHierarchy(type).contains(owner);
  }
}
