package io.cacheaside.codec;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the forms of records and of other classes, member by member. */
final class ClassForms {
  private final TypePlanner planner;
  private final Fingerprint fingerprint;
  private final Map<ResolvedType, ValueBody> bodies;

  /** What is being built, the innermost last. */
  private final List<ValueBody> underWay = new ArrayList<>();

  /** What may lie within itself, and so as deep as one likes. */
  private final Set<ValueBody> recursive = new HashSet<>();

  ClassForms(TypePlanner planner, Fingerprint fingerprint, Map<ResolvedType, ValueBody> bodies) {
    this.planner = planner;
    this.fingerprint = fingerprint;
    this.bodies = bodies;
  }

  /**
   * Says that the innermost of what is being built contains this. If it leads back to something
   * under way, everything from there to the innermost lies on a circle.
   */
  void noteUseOf(ValueBody known) {
    int from = underWay.indexOf(known);
    boolean mayLeadBack = from < 0 && recursive.contains(known);
    for (int i = 0; mayLeadBack && from < 0 && i < underWay.size(); i++) {
      from = recursive.contains(underWay.get(i)) ? i : -1;
    }
    if (from >= 0) {
      recursive.addAll(underWay.subList(from, underWay.size()));
    }
  }

  ValueBody body(ResolvedType type, Place place) {
    try {
      Construction construction = Construction.of(type.raw());
      String refusal = construction.refusal();
      if (refusal != null) {
        throw new IllegalArgumentException(
            "%s may hold %s, %s".formatted(place, type.shortName(), refusal));
      }
      if (construction.isSingleton()) {
        return singletonBody(type, construction);
      }
      return type.raw().isRecord()
          ? recordBody(type, place)
          : objectBody(type, place, construction);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          ("%s: the members of %s cannot be reached; open package %s of module %s to the cache's"
                  + " module")
              .formatted(
                  place,
                  type.raw().getName(),
                  type.raw().getPackageName(),
                  type.raw().getModule().getName()),
          e);
    }
  }

  private ValueBody recordBody(ResolvedType type, Place place) throws ReflectiveOperationException {
    RecordForm form = new RecordForm(type.raw(), place);
    ValueBody body = new ValueBody.Nested(type.raw(), form);
    bodies.put(type, body); // before the components, which may contain the record
    underWay.add(body);
    RecordComponent[] components = type.raw().getRecordComponents();
    Member[] members = new Member[components.length];
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      ResolvedType resolved = ResolvedType.of(components[i].getGenericType(), type.variables());
      members[i] =
          member(resolved, place.field(components[i].getName()), form.getters(components[i]));
      parts.add(components[i].getName() + ": " + resolved);
    }
    underWay.remove(underWay.size() - 1);
    form.complete(members, recursive.contains(body));
    fingerprint.define("record " + type, parts);
    return body;
  }

  private ValueBody singletonBody(ResolvedType type, Construction construction)
      throws IllegalAccessException {
    ValueBody body = new ConstantBody(type.raw(), construction.constantGetters(), null);
    bodies.put(type, body);
    fingerprint.define("singleton " + type, List.of());
    return body;
  }

  private ValueBody objectBody(ResolvedType type, Place place, Construction construction)
      throws ReflectiveOperationException {
    ObjectForm form = new ObjectForm(type.raw(), place);
    ValueBody fieldwise = new ValueBody.Nested(type.raw(), form);
    List<Field> constants = construction.constants();
    ValueBody body =
        constants.isEmpty()
            ? fieldwise
            : new ConstantBody(type.raw(), construction.constantGetters(), fieldwise);
    bodies.put(type, body); // before the fields, which may contain the class
    underWay.add(body);
    List<Field> fields = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    constants.forEach(constant -> parts.add("constant " + constant.getName()));
    for (ResolvedType level : levels(type)) {
      parts.add("class " + level.raw().getName());
      Map<TypeVariable<?>, ResolvedType> variables = level.variables();
      for (Field field : fieldsOf(level.raw(), place)) {
        ResolvedType resolved = ResolvedType.of(field.getGenericType(), variables);
        members.add(member(resolved, place.field(field.getName()), ObjectForm.getters(field)));
        fields.add(field);
        parts.add(field.getName() + ": " + resolved);
      }
    }
    underWay.remove(underWay.size() - 1);
    form.complete(fields, members.toArray(new Member[0]));
    fingerprint.define("class " + type, parts);
    return body;
  }

  /** Builds what a container holds, which may lead back to it. */
  void within(ValueBody container, Runnable building) {
    underWay.add(container);
    building.run();
    underWay.remove(underWay.size() - 1);
  }

  private Member member(ResolvedType type, Place place, Getters getters) {
    return type.raw().isPrimitive()
        ? Member.primitive(type.raw(), place, getters)
        : Member.reference(planner.slot(type, place), getters);
  }

  /** Returns the class and its superclasses with their type arguments, the topmost first. */
  private static Deque<ResolvedType> levels(ResolvedType type) {
    Deque<ResolvedType> levels = new ArrayDeque<>();
    ResolvedType level = type;
    while (level.raw() != Object.class) {
      levels.addFirst(level);
      Type superclass = level.raw().getGenericSuperclass();
      level = ResolvedType.of(superclass, level.variables());
    }
    return levels;
  }

  private static List<Field> fieldsOf(Class<?> type, Place place) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) != 0) {
        continue;
      }
      if (field.isSynthetic()) {
        throw new IllegalArgumentException(
            "%s: %s has the hidden field %s, which drags its surroundings along; make the class static"
                .formatted(place, type.getName(), field.getName()));
      }
      fields.add(field);
    }
    fields.sort(Comparator.comparing(Field::getName));
    return fields;
  }
}
