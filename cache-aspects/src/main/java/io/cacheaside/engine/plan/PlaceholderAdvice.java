package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheKey;
import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyText;
import io.cacheaside.key.Suggestion;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a placeholder's property or type, and what was probably meant: in the words of
 * the compiler's checks.
 *
 * @param isRead whether it is the key of a cached method
 */
record PlaceholderAdvice(KeyTemplate template, Placeholder placeholder, boolean isRead) {

  /**
   * Returns the writer of a type.
   *
   * @throws IllegalArgumentException if the type has no canonical text, with what to write instead
   */
  KeyText textOf(Type type) {
    try {
      return KeyText.forType(type);
    } catch (IllegalArgumentException e) {
      String advice = advice(type);
      if (advice == null) {
        throw e;
      }
      return KeyText.forType(type, advice);
    }
  }

  private @Nullable String advice(Type type) {
    Class<?> raw = Generics.rawClass(type);
    boolean holdsOthers =
        raw.isArray() || Collection.class.isAssignableFrom(raw) || raw == Optional.class;
    if (!holdsOthers) {
      return adviceForOne(placeholder, type, raw);
    }
    Type element = isRead || template.isStarred() ? null : elementOf(type);
    if (element == null) {
      return null;
    }
    Placeholder starred =
        new Placeholder(
            placeholder.root(),
            placeholder.path(),
            placeholder.path().size(),
            placeholder.position());
    return adviceForOne(starred, element, Generics.rawClass(element));
  }

  private static @Nullable Type elementOf(Type type) {
    try {
      return Elements.typeOf(type);
    } catch (IllegalArgumentException e) {
      return null; // it has none
    }
  }

  private static @Nullable String adviceForOne(Placeholder placeholder, Type type, Class<?> raw) {
    if (raw.isArray() || raw.isPrimitive()) {
      return null;
    }
    String known = KeyAdvice.forKnown(placeholder, name -> isBelow(raw, name));
    if (known != null
        || raw.getName().startsWith("java.")
        || raw.isAnnotationPresent(CacheKey.class)) {
      return known;
    }
    Predicate<String> hasText = property -> hasText(type, property);
    return raw.isRecord()
        ? KeyAdvice.forRecord(
            placeholder,
            raw.getName(),
            Arrays.stream(raw.getRecordComponents()).map(RecordComponent::getName).toList(),
            hasText)
        : KeyAdvice.forClass(placeholder, Property.names(type), hasText);
  }

  private static boolean isBelow(@Nullable Class<?> type, String name) {
    return type != null
        && (type.getName().equals(name)
            || isBelow(type.getSuperclass(), name)
            || Arrays.stream(type.getInterfaces()).anyMatch(each -> isBelow(each, name)));
  }

  private static boolean hasText(Type owner, String property) {
    try {
      Property found = Property.find(owner, property);
      return found != null && hasText(found.type());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean hasText(Type type) {
    try {
      KeyText.forType(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Says that a type does not have a property, and what was probably meant.
   *
   * @param depth how many properties of the placeholder lead to the owner
   * @param own whether the class of the method itself is the owner
   */
  String missing(Type owner, int depth, boolean own) {
    String name = placeholder.path().get(depth);
    String found = "%s has no property \"%s\"".formatted(owner.getTypeName(), name);
    Class<?> raw = Generics.rawClass(owner);
    Type element = placeholder.isStarred() ? null : elementOf(owner);
    if (element != null && Property.find(element, name) != null) {
      return found + KeyAdvice.forElements(template, placeholder, depth, isRead);
    }
    List<String> names = own ? Property.ownNames(raw) : Property.names(owner);
    String misspelt = KeyAdvice.misspelt(name, names);
    KeyAdvice.Member member = misspelt == null ? Property.member(raw, name) : null;
    boolean hasText = !own && hasText(owner);
    if (member != null && !(hasText && member.isOfJdk())) {
      return found + KeyAdvice.forMember(member, name, own ? raw.getName() : null);
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
}
