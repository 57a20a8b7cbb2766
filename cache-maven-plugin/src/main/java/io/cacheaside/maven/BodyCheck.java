package io.cacheaside.maven;

import aj.org.objectweb.asm.Opcodes;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.maven.ClassCode.Call;
import io.cacheaside.maven.ClassCode.Field;
import io.cacheaside.maven.ClassCode.Method;
import io.cacheaside.processor.CatalogueEntry;
import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.Finding;
import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rule that looks into bodies, CA139: a cached method reads what differs between the objects of
 * its class, and its key does not say on which one it was called.
 *
 * <p>What the method calls on the same object is followed through the classes of the module.
 */
final class BodyCheck {
  private final ClassCodes codes;
  private final ObjectFields objectFields;

  private BodyCheck(ClassCodes codes) {
    this.codes = codes;
    this.objectFields = new ObjectFields(codes);
  }

  /** Returns what is wrong with the annotated methods, in their order. */
  static List<Finding> run(ModuleOutput output, Collection<CatalogueEntry> entries)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (ClassCodes codes = new ClassCodes(output)) {
      for (CatalogueEntry entry : entries) {
        Finding finding = new BodyCheck(codes).guardedCheck(entry);
        if (finding != null) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }

  private @Nullable Finding guardedCheck(CatalogueEntry entry) throws IOException {
    try {
      return check(entry);
    } catch (RuntimeException e) { // the library's way to say that it cannot read a class file
      return new Finding(
          Rule.CHECK_FAILED,
          "%s the body of %s cannot be read: %s; it is not checked"
              .formatted(Rule.CHECK_FAILED.code(), entry.method().name(), e),
          entry.method().className(),
          entry.method(),
          "");
    }
  }

  private @Nullable Finding check(CatalogueEntry entry) throws IOException {
    CheckedMethod checked = entry.method();
    if (!entry.annotation().equals("@CacheAside") || entry.keys().size() != 1) {
      return null;
    }
    String key = entry.keys().get(0);
    ClassCode type = codes.own(checked.className().replace('.', '/'));
    Method method = type == null ? null : type.methods.get(checked.name() + checked.descriptor());
    if (type == null
        || method == null
        || method.has(Opcodes.ACC_STATIC)
        || !mayNeedReceiver(key)
        || objectFields.isSingleton(type)) {
      return null;
    }
    Collection<Field> fields = fieldsReadBy(type, method);
    return fields.isEmpty()
        ? null
        : new Finding(
            Rule.BODY_READS_FIELDS,
            message(checked, key, type, fields),
            checked.className(),
            checked,
            key);
  }

  private static boolean mayNeedReceiver(String key) {
    try {
      return KeyTemplate.parse(key).parts().stream()
          .noneMatch(part -> part instanceof Placeholder hole && hole.root().equals("this"));
    } catch (KeyTemplateException e) {
      return false; // CA101
    }
  }

  private static String message(
      CheckedMethod method, String key, ClassCode type, Collection<Field> fields) {
    boolean isOne = fields.size() == 1;
    String placeholders =
        type.has(Opcodes.ACC_ENUM) ? "{this}" : joined(fields, BodyCheck::placeholder);
    return ("%s @CacheAside key \"%s\": the body reads the %s %s, which may differ between objects"
            + " of %s, and all of them share one entry; put %s into the key, or suppress \"%s\" if"
            + " %s the same in all of them")
        .formatted(
            Rule.BODY_READS_FIELDS.code(),
            key,
            isOne ? "field" : "fields",
            joined(fields, Field::name),
            method.className(),
            placeholders,
            Rule.BODY_READS_FIELDS.code(),
            isOne ? "it is" : "they are");
  }

  private static String placeholder(Field field) {
    // a class has no text of its own in keys, but its name has
    String end = field.descriptor().equals("Ljava/lang/Class;") ? ".name}" : "}";
    return "{this." + field.name() + end;
  }

  private static String joined(Collection<Field> fields, Function<Field, String> text) {
    List<String> texts = fields.stream().map(text).toList();
    int last = texts.size() - 1;
    return last == 0
        ? texts.get(0)
        : texts.subList(0, last).stream().collect(Collectors.joining(", "))
            + " and "
            + texts.get(last);
  }

  /** A method and the class that declares it. */
  private record Body(ClassCode owner, Method method) {}

  /** Returns the fields that may differ, each once, in the order in which they are found. */
  private Collection<Field> fieldsReadBy(ClassCode type, Method method) throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    Set<Method> seen = new HashSet<>();
    Deque<Body> open = new ArrayDeque<>(List.of(new Body(type, method)));
    while (!open.isEmpty()) {
      Body body = open.remove();
      if (!seen.add(body.method())) {
        continue;
      }
      for (String name : body.method().reads) {
        addField(body.owner(), name, fields);
      }
      for (Call call : body.method().calls) {
        Body called = called(type, call);
        if (called != null) {
          open.add(called);
        }
      }
      addMovedBodies(body, open);
    }
    return fields.values();
  }

  private void addField(ClassCode from, String name, Map<String, Field> fields) throws IOException {
    for (ClassCode owner = from; owner != null; owner = codes.any(owner.superclass)) {
      Field field = owner.fields.get(name);
      if (field != null) {
        if (objectFields.mayDiffer(owner, field)) {
          fields.putIfAbsent(name, field);
        }
        return;
      }
    }
  }

  /** Finds what a call on an object of {@code type} arrives at, if that is in the module. */
  private @Nullable Body called(ClassCode type, Call call) throws IOException {
    ClassCode owner = codes.own(call.owner());
    Method named = owner == null ? null : owner.methods.get(call.method());
    boolean isOverridable = call.isVirtual() && (named == null || !named.has(Opcodes.ACC_PRIVATE));
    for (ClassCode at = isOverridable ? type : owner; at != null; at = codes.own(at.superclass)) {
      Method found = at.methods.get(call.method());
      if (found != null) {
        return new Body(at, found);
      }
    }
    return null;
  }

  /** The weaver leaves the written body of a method in a static one. */
  private static void addMovedBodies(Body body, Deque<Body> open) {
    Method method = body.method();
    String start = method.name + "_aroundBody";
    String parameters = "(L" + body.owner().name + ";" + method.descriptor.substring(1);
    for (Method other : body.owner().methods.values()) {
      if (other.name.startsWith(start) && other.descriptor.equals(parameters)) {
        open.add(new Body(body.owner(), other));
      }
    }
  }
}
