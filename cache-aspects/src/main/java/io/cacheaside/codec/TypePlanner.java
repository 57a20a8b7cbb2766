package io.cacheaside.codec;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the slots for everything reachable from a declared type, or says what stands against it.
 */
final class TypePlanner {
  private static final Comparator<ResolvedType> BY_NAME =
      Comparator.comparing(type -> type.raw().getName());

  private final AllowList allowed;
  private final Fingerprint fingerprint = new Fingerprint();
  private final Map<ResolvedType, ValueBody> bodies = new HashMap<>();
  private final Nesting nesting = new Nesting();
  private final ClassForms forms = new ClassForms(this, fingerprint, bodies);

  /** What a type came to. */
  record Plan(String title, Slot root, long fingerprint) {}

  private TypePlanner(AllowList allowed) {
    this.allowed = allowed;
  }

  static Plan plan(Type type, AllowList allowed) {
    ResolvedType resolved = ResolvedType.of(type, Map.of());
    String title = "return type " + ResolvedType.shortName(type);
    TypePlanner planner = new TypePlanner(allowed);
    Slot root = planner.slot(resolved, Place.root(title));
    return new Plan(title, root, planner.fingerprint.of(resolved));
  }

  /** Returns the slot for a position. */
  Slot slot(ResolvedType type, Place place) {
    nesting.enter(type, place);
    try {
      Class<?> raw = type.raw();
      if (raw.isPrimitive() && raw != void.class) {
        return slot(ResolvedType.of(Member.boxOf(raw)), place);
      }
      Slot known = jdkSlot(type, place);
      return known != null ? known : classSlot(type, place);
    } finally {
      nesting.leave();
    }
  }

  private @Nullable Slot jdkSlot(ResolvedType type, Place place) {
    Class<?> raw = type.raw();
    if (raw == String.class || raw == CharSequence.class) {
      return new ExactSlot.Text(place);
    }
    List<Class<?>> standIns = standIns(raw);
    if (!standIns.isEmpty()) {
      return choice(type, place, standIns.stream().map(ResolvedType::of).toList());
    }
    ValueBody leaf = Leaves.of(raw);
    if (leaf != null) {
      return new ExactSlot(place, raw, leaf);
    }
    if (raw.isArray()) {
      return new PartSlots.OfArray(place, raw, slot(type.argument(0), place.element()));
    }
    return isContainer(raw) ? containerSlot(type, place) : null;
  }

  /** Returns the classes that stand for one of the JDK that has no form of its own, or others. */
  private static List<Class<?>> standIns(Class<?> raw) {
    if (raw == Number.class) {
      return Leaves.NUMBERS;
    }
    if (raw == Date.class) {
      return Leaves.DATES;
    }
    return raw == Calendar.class ? List.of(GregorianCalendar.class) : List.of();
  }

  /** Returns whether a class of the JDK is an optional, a collection, a map or an entry. */
  static boolean isContainer(Class<?> raw) {
    if (!Refusals.isJdk(raw)) {
      return false;
    }
    return raw == Optional.class
        || raw == Map.Entry.class
        || raw == Iterable.class
        || (Map.class.isAssignableFrom(raw) && MapKind.fits(raw))
        || (Collection.class.isAssignableFrom(raw) && CollectionKind.fits(raw));
  }

  /** Returns whether there is a form for a class of the JDK that does not come from its fields. */
  static boolean hasForm(Class<?> raw) {
    return Leaves.of(raw) != null || !standIns(raw).isEmpty() || isContainer(raw);
  }

  private Slot containerSlot(ResolvedType type, Place place) {
    checkNotRaw(type, place);
    Class<?> raw = type.raw();
    if (raw == Optional.class) {
      return new PartSlots.OfOptional(place, slot(type.argument(0), place.element()));
    }
    if (raw == Map.Entry.class || Map.class.isAssignableFrom(raw)) {
      return mapSlot(type, place);
    }
    ResolvedType element = type.argument(0);
    Slot elements = slot(element, place.element());
    return new CollectionSlot(place, raw, elements, enumOrNull(element));
  }

  private Slot mapSlot(ResolvedType type, Place place) {
    ResolvedType keyType = type.argument(0);
    Slot key = slot(keyType, place.key());
    Slot value = slot(type.argument(1), place.value());
    return type.raw() == Map.Entry.class
        ? new PartSlots.OfEntry(place, key, value)
        : new MapSlot(place, type.raw(), key, value, enumOrNull(keyType));
  }

  private static @Nullable Class<?> enumOrNull(ResolvedType type) {
    return type.raw().isEnum() ? type.raw() : null;
  }

  private static void checkNotRaw(ResolvedType type, Place place) {
    if (type.isRaw()) {
      throw new IllegalArgumentException(
          "%s is declared as raw %s, so any class could be in it; declare its type arguments"
              .formatted(place, type.shortName()));
    }
  }

  private Slot classSlot(ResolvedType type, Place place) {
    Set<ResolvedType> found = new LinkedHashSet<>();
    collect(type, place, found);
    List<ResolvedType> candidates = found.stream().sorted(BY_NAME).toList();
    if (candidates.equals(List.of(type))) {
      return new ExactSlot(place, type.raw(), body(type, place));
    }
    return choice(type, place, candidates);
  }

  private Slot choice(ResolvedType declared, Place place, List<ResolvedType> candidates) {
    List<ResolvedType> sorted = candidates.stream().sorted(BY_NAME).toList();
    List<ValueBody> forms = new ArrayList<>();
    for (ResolvedType candidate : sorted) {
      forms.add(body(candidate, place));
    }
    fingerprint.define("one of " + declared, sorted.stream().map(ResolvedType::toString).toList());
    List<Class<?>> classes = new ArrayList<>();
    sorted.forEach(candidate -> classes.add(candidate.raw()));
    return new ChoiceSlot(place, declared.raw(), classes, forms);
  }

  /** Collects the concrete classes that may stand where a type is declared. */
  private void collect(ResolvedType type, Place place, Set<ResolvedType> found) {
    Class<?> raw = type.raw();
    if (hasForm(raw)) { // it is allowed
      List<Class<?>> standIns = standIns(raw);
      standIns.forEach(each -> found.add(ResolvedType.of(each)));
      if (standIns.isEmpty()) {
        found.add(type);
      }
      return;
    }
    boolean isConcrete = raw.isEnum() || !Modifier.isAbstract(raw.getModifiers());
    boolean isAnything =
        raw == Object.class || raw == Serializable.class || raw == Comparable.class;
    boolean isFilled = raw.isInterface() && !allowed.below(raw).isEmpty(); // even one of the JDK
    if (!isAnything && !isFilled) {
      refuseKnown(type, place);
    }
    if (isConcrete && !isAnything && !found.add(type)) {
      return;
    }
    if (raw.isEnum()) {
      return;
    }
    if (raw.isSealed()) {
      for (Class<?> permitted : raw.getPermittedSubclasses()) {
        collect(type.subtype(permitted), place, found);
      }
      return;
    }
    Set<Class<?>> below = allowed.below(raw);
    if (below.isEmpty() && (isAnything || !isConcrete)) {
      throw open(type, place, isAnything);
    }
    for (Class<?> subclass : below) {
      collect(type.subtype(subclass), place, found);
    }
  }

  private static void refuseKnown(ResolvedType type, Place place) {
    String reason =
        type.raw() == void.class || type.raw() == Void.class
            ? "no value; there is nothing to cache"
            : Refusals.reason(type.raw());
    if (reason != null) {
      throw new IllegalArgumentException(
          "%s is declared %s, %s".formatted(place, type.shortName(), reason));
    }
  }

  private static IllegalArgumentException open(ResolvedType type, Place place, boolean isAnything) {
    String kind = type.raw().isInterface() ? ", an interface" : ", an abstract class";
    return new IllegalArgumentException(
        ("%s is declared %s%s, so any class could be in it; declare a concrete type%s or allow the"
                + " class with the setting allow")
            .formatted(
                place, type.shortName(), isAnything ? "" : kind, isAnything ? "" : ", seal it"));
  }

  private ValueBody body(ResolvedType type, Place place) {
    ValueBody leaf = Leaves.of(type.raw());
    if (leaf != null) {
      return leaf;
    }
    ValueBody known = bodies.get(type);
    if (known != null) {
      forms.noteUseOf(known);
      return known;
    }
    if (type.raw().isEnum()) {
      ValueBody constants = new EnumBody(type.raw());
      bodies.put(type, constants);
      fingerprint.define(
          "enum " + type, Refusals.isJdk(type.raw()) ? List.of() : names(type.raw()));
      return constants;
    }
    checkNotRaw(type, place);
    return isContainer(type.raw()) ? containerBody(type, place) : forms.body(type, place);
  }

  private ValueBody containerBody(ResolvedType type, Place place) {
    ContainerForm form = new ContainerForm();
    ValueBody body = new ValueBody.Nested(type.raw(), form);
    bodies.put(type, body); // before the elements, which may contain such containers
    forms.within(body, () -> form.complete(containerSlot(type, place)));
    return body;
  }

  private static List<String> names(Class<?> enumType) {
    List<String> names = new ArrayList<>();
    for (Object constant : enumType.getEnumConstants()) {
      names.add(((Enum<?>) constant).name());
    }
    return names;
  }
}
