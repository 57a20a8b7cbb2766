package io.cacheaside.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The classes that the codec knows by name: those it has forms for, and those it refuses. */
final class CodecLeaves {
  /** Values without parts, besides those that have a canonical text. */
  private static final Set<String> LEAVES =
      Set.of(
          "java.lang.CharSequence",
          "java.lang.Number",
          "java.lang.Boolean",
          "java.lang.Character",
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double",
          "java.lang.String",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.OptionalDouble",
          "java.util.Locale",
          "java.util.Currency",
          "java.util.BitSet",
          "java.util.Date",
          "java.util.Calendar",
          "java.util.GregorianCalendar",
          "java.util.TimeZone",
          "java.sql.Timestamp",
          "java.sql.Date",
          "java.sql.Time",
          "java.util.UUID");

  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  /** What the codec can read a collection or a map back as. */
  private static final List<String> READ_AS =
      List.of(
          "java.util.ArrayList",
          "java.util.LinkedList",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.EnumSet",
          "java.util.TreeSet",
          "java.util.ArrayDeque",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.TreeMap",
          "java.util.EnumMap");

  /** Containers that are no collection. */
  private static final Set<String> TYPES_WITH_PARTS =
      Set.of("java.util.Optional", "java.util.Map$Entry", "java.lang.Iterable");

  private static final String SPRING_DATA = "org.springframework.data.domain.";

  /** The classes behind interfaces of libraries, as the codec knows them. */
  private static final Map<String, List<String>> KNOWN_SUBCLASSES =
      Map.of(
          SPRING_DATA + "Page", List.of(SPRING_DATA + "PageImpl"),
          SPRING_DATA + "Slice", List.of(SPRING_DATA + "PageImpl", SPRING_DATA + "SliceImpl"),
          SPRING_DATA + "Pageable", List.of(SPRING_DATA + "PageRequest", SPRING_DATA + "Unpaged"));

  static {
    String once = "which can be read only once; return a List";
    KINDS.put("java.util.stream.BaseStream", "a stream, " + once);
    KINDS.put("java.util.Iterator", "an iterator, " + once);
    KINDS.put("java.util.Spliterator", "an iterator, " + once);
    KINDS.put("java.util.Enumeration", "an iterator, " + once);
    String bytes = "a resource, which is no value; return a byte[]";
    KINDS.put("java.io.InputStream", bytes);
    KINDS.put("java.io.OutputStream", bytes);
    String text = "a resource, which is no value; return a String";
    KINDS.put("java.io.Reader", text);
    KINDS.put("java.io.Writer", text);
    String future = "a future, which is no value; declare what it completes with";
    KINDS.put("java.util.concurrent.CompletionStage", future);
    KINDS.put("java.util.concurrent.Future", future);
    KINDS.put("java.lang.Throwable", "a throwable; keep what matters of it in fields of its own");
    KINDS.put(
        "java.lang.Class", "a class, which bytes must not name; use an enum or a name of your own");
    String remove = "which is no value; remove it or make it transient";
    KINDS.put("java.lang.ClassLoader", "a class loader, " + remove);
    KINDS.put("java.lang.Thread", "a thread, " + remove);
    KINDS.put("java.net.URL", "a URL, whose equals asks the DNS; use java.net.URI");
    KINDS.put("java.net.InetAddress", "an InetAddress, which may ask the DNS; use its text");
    KINDS.put("java.util.regex.Pattern", "a pattern, which may run without end; use its text");
  }

  private CodecLeaves() {}

  /** Returns whether nothing within the class is looked at. */
  static boolean isLeaf(String name) {
    return LEAVES.contains(name) || io.cacheaside.key.KeyText.scalarTypes().contains(name);
  }

  static boolean isJdk(String name) {
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.");
  }

  /** Returns whether a class of the JDK is an optional, a collection, a map or an entry. */
  static boolean isContainer(TypeFacts facts, CodecType type) {
    if (TYPES_WITH_PARTS.contains(type.name())) {
      return true;
    }
    if (!facts.isSubtype(type.raw(), "java.util.Collection")
        && !facts.isSubtype(type.raw(), "java.util.Map")) {
      return false;
    }
    return READ_AS.stream()
        .map(facts.elements()::getTypeElement)
        .anyMatch(kind -> kind != null && facts.isBelow(kind, type.raw()));
  }

  /** Returns why a class is refused whatever it holds, or null if nothing speaks against it. */
  static @Nullable String refusal(TypeFacts facts, CodecType type) {
    if (type.name().contains("HibernateProxy")
        || facts.isSubtype(type.raw(), "org.hibernate.proxy.HibernateProxy")) {
      return "a Hibernate proxy, which needs its session; unproxy it or return a record";
    }
    if (type.name().startsWith("org.hibernate.")) {
      return "a Hibernate object, which needs its session; copy it to a java.util collection or a"
          + " record";
    }
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (facts.isSubtype(type.raw(), kind.getKey())) {
        return kind.getValue();
      }
    }
    if (type.name().startsWith("java.util.function.")) {
      return "a functional interface, whose lambdas no other JVM knows; return what it would give";
    }
    if (isJdk(type.name()) && type.element().getKind() != ElementKind.ENUM) {
      return "a class of the JDK that the codec has no form for; use text, numbers or a record";
    }
    return structural(type.element());
  }

  /** Returns the classes that stand for an interface of a well-known library; none for others. */
  static List<TypeElement> knownSubclasses(TypeFacts facts, String name) {
    return KNOWN_SUBCLASSES.getOrDefault(name, List.of()).stream()
        .map(facts.elements()::getTypeElement)
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable String structural(TypeElement type) {
    if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
      return "an annotation, which is no value; use a record";
    }
    if (type.getEnclosingElement() instanceof TypeElement outer
        && type.getKind() == ElementKind.CLASS
        && !type.getModifiers().contains(Modifier.STATIC)
        && !TypeFacts.isInterface(outer)) {
      return "an inner class, which drags its enclosing object along; make it static";
    }
    return type.getKind() == ElementKind.CLASS ? inheritedFromJdk(type) : null;
  }

  private static @Nullable String inheritedFromJdk(TypeElement type) {
    TypeMirror superclass = type.getSuperclass();
    TypeElement parent = TypeFacts.element(superclass);
    String name = parent.getQualifiedName().toString();
    if (name.equals("java.lang.Object")) {
      return null;
    }
    return isJdk(name)
        ? "a subclass of " + name + ", whose state cannot be read; hold one in a field instead"
        : inheritedFromJdk(parent);
  }

  static boolean isFunctional(TypeElement type) {
    return type.getAnnotation(FunctionalInterface.class) != null;
  }
}
