package io.cacheaside.maven;

import aj.org.objectweb.asm.Opcodes;
import aj.org.objectweb.asm.Type;
import io.cacheaside.maven.ClassCode.Field;
import io.cacheaside.maven.ClassCode.Method;
import io.cacheaside.maven.ClassCode.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the fields that make one object another one than the next: those with values. Services that
 * an object works with are not among them, nor collections, which are often caches or registries.
 */
final class ObjectFields {
  private static final String OPTIONAL = "Ljava/util/Optional<";
  private static final Set<String> VALUES =
      Set.of(
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Class",
          "java/lang/Double",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Short",
          "java/lang/String",
          "java/math/BigDecimal",
          "java/math/BigInteger",
          "java/net/URI",
          "java/net/URL",
          "java/nio/file/Path",
          "java/util/Currency",
          "java/util/Locale",
          "java/util/OptionalDouble",
          "java/util/OptionalInt",
          "java/util/OptionalLong",
          "java/util/UUID");
  private static final Set<String> CLOCKS = Set.of("java/time/Clock", "java/time/InstantSource");

  private final ClassCodes codes;

  ObjectFields(ClassCodes codes) {
    this.codes = codes;
  }

  /** Whether there is one object of the class, or one in each container. */
  boolean isSingleton(ClassCode type) throws IOException {
    if (Injection.isOfOneObject(type.annotations)) {
      return true;
    }
    if (type.has(Opcodes.ACC_ENUM)) { // or the body of one of its constants
      long constants =
          type.fields.values().stream().filter(field -> field.has(Opcodes.ACC_ENUM)).count();
      return !"java/lang/Enum".equals(type.superclass) || constants == 1;
    }
    boolean onlyItselfMayCreate =
        type.methods.values().stream()
            .filter(Method::isConstructor)
            .allMatch(constructor -> constructor.has(Opcodes.ACC_PRIVATE));
    int creations = type.methods.values().stream().mapToInt(method -> method.creations).sum();
    Method initializer = type.methods.get("<clinit>()V");
    return onlyItselfMayCreate
        && creations == 1
        && initializer != null
        && initializer.creations == 1;
  }

  /** Whether the field of {@code owner} may have another value in another object. */
  boolean mayDiffer(ClassCode owner, Field field) throws IOException {
    String type = field.signature() == null ? field.descriptor() : field.signature();
    return !field.has(Opcodes.ACC_STATIC)
        && !field.has(Opcodes.ACC_SYNTHETIC)
        && !field.isConstant()
        && !Injection.isBy(field.annotations())
        && isValue(type)
        && !isSameInAll(owner, field);
  }

  private boolean isValue(String type) throws IOException {
    if (type.startsWith(OPTIONAL)) {
      String element = type.substring(OPTIONAL.length(), type.length() - 2);
      return isValue(element.startsWith("+") ? element.substring(1) : element);
    }
    if (!type.startsWith("L")) { // type variables and arrays are no values
      return type.length() == 1 && !type.equals("*") && Type.getType(type).getSort() <= Type.DOUBLE;
    }
    String name = type.substring(1, type.indexOf(type.contains("<") ? '<' : ';'));
    if (name.startsWith("java/time/")) {
      return !CLOCKS.contains(name) && name.indexOf('/', "java/time/".length()) < 0;
    }
    if (VALUES.contains(name)) {
      return true;
    }
    ClassCode found = codes.any(name);
    return found != null
        && ("java/lang/Enum".equals(found.superclass)
            || "java/lang/Record".equals(found.superclass));
  }

  /** Whether its class alone assigns it, and only what is injected or always the same constant. */
  private static boolean isSameInAll(ClassCode owner, Field field) {
    if (!field.has(Opcodes.ACC_PRIVATE) && !field.has(Opcodes.ACC_FINAL)) {
      return false;
    }
    List<Write> writes = new ArrayList<>();
    int constructors = 0;
    for (Method method : owner.methods.values()) {
      constructors += method.isConstructor() && !method.delegates ? 1 : 0;
      method.writes.stream()
          .filter(write -> write.field().equals(field.name()))
          .forEach(writes::add);
    }
    if (writes.stream().allMatch(Write::isInjected)) {
      return true; // none at all: something unknown fills it by reflection, or nothing does
    }
    Object first = writes.get(0).constant();
    return writes.size() == constructors
        && first != null
        && writes.stream().allMatch(write -> first.equals(write.constant()));
  }
}
