package io.cacheaside.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URL;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Why some classes are not cached, in words, and what to do instead. */
final class Refusals {
  private static final Map<Class<?>, String> KINDS = new LinkedHashMap<>();

  static {
    String once = "which can be read only once; return a List";
    KINDS.put(BaseStream.class, "a stream, " + once);
    KINDS.put(Iterator.class, "an iterator, " + once);
    KINDS.put(Spliterator.class, "an iterator, " + once);
    KINDS.put(Enumeration.class, "an iterator, " + once);
    KINDS.put(InputStream.class, "a resource, which is no value; return a byte[]");
    KINDS.put(OutputStream.class, "a resource, which is no value; return a byte[]");
    KINDS.put(Reader.class, "a resource, which is no value; return a String");
    KINDS.put(Writer.class, "a resource, which is no value; return a String");
    KINDS.put(CompletionStage.class, "a future, which is no value; declare what it completes with");
    KINDS.put(Future.class, "a future, which is no value; declare what it completes with");
    KINDS.put(Throwable.class, "a throwable; keep what matters of it in fields of its own");
    KINDS.put(Class.class, "a class, which bytes must not name; use an enum or a name of your own");
    KINDS.put(
        ClassLoader.class, "a class loader, which is no value; remove it or make it transient");
    KINDS.put(Thread.class, "a thread, which is no value; remove it or make it transient");
    KINDS.put(URL.class, "a URL, whose equals asks the DNS; use java.net.URI");
    KINDS.put(InetAddress.class, "an InetAddress, which may ask the DNS; use its text");
    KINDS.put(Pattern.class, "a pattern, which may run without end; use its text");
  }

  private Refusals() {}

  /**
   * Returns what is wrong with a class and the remedy, such as "a stream, which can be read only
   * once; return a List", or null if nothing speaks against it.
   */
  static @Nullable String reason(Class<?> type) {
    String name = type.getName();
    if (PersistenceState.isProxy(type)) {
      return "a Hibernate proxy, which needs its session; unproxy it or return a record";
    }
    if (name.startsWith("org.hibernate.")) {
      return "a Hibernate object, which needs its session; copy it to a java.util collection or a"
          + " record";
    }
    if (type.isHidden()) {
      return "a lambda or another hidden class, which no other JVM knows; use a named class";
    }
    if (Proxy.isProxyClass(type)) {
      return "a dynamic proxy, which is no value; use the object behind it";
    }
    for (Map.Entry<Class<?>, String> kind : KINDS.entrySet()) {
      if (kind.getKey().isAssignableFrom(type)) {
        return kind.getValue();
      }
    }
    if (isJdk(type) && !type.isEnum()) {
      return "a class of the JDK that the codec has no form for; use text, numbers or a record";
    }
    return structural(type);
  }

  private static @Nullable String structural(Class<?> type) {
    if (type.isAnonymousClass()) {
      return "an anonymous class, whose name means nothing to other JVMs; use a named class";
    }
    if (type.isAnnotation()) {
      return "an annotation, which is no value; use a record";
    }
    if (type.isMemberClass() && !type.isInterface() && !Modifier.isStatic(type.getModifiers())) {
      return "an inner class, which drags its enclosing object along; make it static";
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      if (isJdk(c) && c != Record.class && !type.isEnum()) {
        return "a subclass of "
            + c.getName()
            + ", whose state cannot be read; hold one in a field instead";
      }
    }
    return null;
  }

  static boolean isJdk(Class<?> type) {
    String name = type.getName();
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.");
  }

  /** Returns the message for a value that does not fit the position it stands at. */
  static String unexpected(Place place, Class<?> declared, Object value) {
    Class<?> found = ValueBody.classOf(value);
    String reason = Leaves.of(found) == null ? reason(found) : null;
    if (reason != null) {
      return "%s holds %s, %s".formatted(place, found.getTypeName(), reason);
    }
    String relation = declared.isInstance(value) ? "a subclass of" : "which is not";
    return ("%s holds %s, %s the declared %s; declare %s, seal the hierarchy or allow the class with"
            + " the setting allow")
        .formatted(
            place, found.getTypeName(), relation, declared.getTypeName(), found.getSimpleName());
  }
}
