package io.cacheaside.processor;

import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KeyAdvice.Member;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.Suggestion;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

/** What is wrong with a placeholder's property or type, and what was probably meant. */
final class PlaceholderAdvice {
  private final TypeFacts facts;
  private final PropertyPaths properties;
  private final ElementTypes elements;

  PlaceholderAdvice(TypeFacts facts, PropertyPaths properties, ElementTypes elements) {
    this.facts = facts;
    this.properties = properties;
    this.elements = elements;
  }

  /**
   * Returns why a type has no canonical text and what to write, or null if it has one.
   *
   * @param isRead whether it is the key of a cached method
   */
  @Nullable String refusal(
      KeyTemplate template, Placeholder placeholder, TypeMirror type, boolean isRead) {
    String refusal = KeyTypes.refusal(facts, type);
    boolean starAllowed = !isRead && !template.isStarred();
    String advice = refusal == null ? null : advice(placeholder, type, starAllowed);
    return advice == null ? refusal : KeyTypes.refusal(facts, type, advice);
  }

  private @Nullable String advice(Placeholder placeholder, TypeMirror type, boolean starAllowed) {
    TypeMirror behind = facts.behind(type);
    boolean holdsOthers =
        behind.getKind() == TypeKind.ARRAY
            || facts.isSubtype(behind, "java.util.Collection")
            || facts.isSubtype(behind, "java.util.Optional");
    if (!holdsOthers) {
      return adviceForOne(placeholder, behind);
    }
    TypeMirror element = elements.of(type);
    if (!starAllowed || element == null) {
      return null;
    }
    Placeholder starred =
        new Placeholder(
            placeholder.root(),
            placeholder.path(),
            placeholder.path().size(),
            placeholder.position());
    return adviceForOne(starred, facts.behind(element));
  }

  private @Nullable String adviceForOne(Placeholder placeholder, TypeMirror type) {
    if (type.getKind() != TypeKind.DECLARED) {
      return null;
    }
    String known = KeyAdvice.forKnown(placeholder, name -> facts.isSubtype(type, name));
    TypeElement element = TypeFacts.element(type);
    if (known != null
        || CodecLeaves.isJdk(facts.binaryName(element))
        || Usage.cacheKeyOn(element) != null) {
      return known;
    }
    Predicate<String> hasText = property -> hasText(properties.find(type, property));
    return element.getKind() == ElementKind.RECORD
        ? KeyAdvice.forRecord(
            placeholder,
            facts.binaryName(element),
            element.getRecordComponents().stream()
                .map(each -> each.getSimpleName().toString())
                .toList(),
            hasText)
        : KeyAdvice.forClass(placeholder, properties.names(type), hasText);
  }

  private boolean hasText(@Nullable TypeMirror type) {
    return type != null && KeyTypes.refusal(facts, type) == null;
  }

  /**
   * Says that a type does not have a property, and what was probably meant.
   *
   * @param depth how many properties of the placeholder lead to the owner
   * @param own whether the class of the method itself is the owner
   * @param isRead whether it is the key of a cached method
   */
  String missing(
      KeyTemplate template,
      Placeholder placeholder,
      TypeMirror owner,
      int depth,
      boolean own,
      boolean isRead) {
    String name = placeholder.path().get(depth);
    String found = "%s has no property \"%s\"".formatted(facts.name(owner), name);
    TypeMirror element = placeholder.isStarred() ? null : elements.of(owner);
    if (element != null && properties.find(element, name) != null) {
      return found + KeyAdvice.forElements(template, placeholder, depth, isRead);
    }
    List<String> names = own ? properties.ownNames(owner) : properties.names(owner);
    String misspelt = KeyAdvice.misspelt(name, names);
    Member member = misspelt == null ? member(owner, name) : null;
    boolean hasText = !own && hasText(owner);
    if (member != null && !(hasText && member.isOfJdk())) {
      return found + KeyAdvice.forMember(member, name, own ? facts.name(owner) : null);
    }
    if (misspelt != null) {
      return found + misspelt;
    }
    if (hasText) {
      return found + KeyAdvice.forOwner(placeholder, depth);
    }
    return names.isEmpty()
        ? found + " and no other; use record components, getters or public fields"
        : found + "; did you mean \"" + Suggestion.nearest(name, names) + "\"?";
  }

  /** Returns what has the name of a property and is none, null if nothing has. */
  private @Nullable Member member(TypeMirror owner, String property) {
    TypeMirror behind = facts.behind(owner);
    if (behind.getKind() != TypeKind.DECLARED) {
      return null;
    }
    Set<TypeElement> hierarchy = TypeFacts.hierarchy(TypeFacts.element(behind));
    for (String name : KeyAdvice.gettersOf(property)) {
      for (TypeElement type : hierarchy) {
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
          if (method.getSimpleName().contentEquals(name)
              && method.getParameters().isEmpty()
              && method.getReturnType().getKind() != TypeKind.VOID) {
            return member(method, method.getReturnType(), true);
          }
        }
      }
    }
    for (TypeElement type : hierarchy) {
      for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
        if (field.getSimpleName().contentEquals(property)) {
          return member(field, field.asType(), false);
        }
      }
    }
    return null;
  }

  private Member member(Element element, TypeMirror type, boolean isMethod) {
    Set<Modifier> modifiers = element.getModifiers();
    return new Member(
        facts.binaryName(TypeFacts.owner(element)),
        element.getSimpleName().toString(),
        facts.name(facts.erasure(type)),
        isMethod,
        modifiers.contains(Modifier.STATIC),
        modifiers.contains(Modifier.PUBLIC));
  }
}
