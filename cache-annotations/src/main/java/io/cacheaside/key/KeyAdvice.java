package io.cacheaside.key;

import io.cacheaside.key.KeyTemplate.Placeholder;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to write instead of a placeholder that has no value or no canonical text, for messages.
 * Written once for the compiler's checks and for the runtime, so that they say the same.
 * Threadsafe.
 */
public final class KeyAdvice {
  private static final int SHOWN_COMPONENTS = 4;

  /** Names of properties by which objects are usually told apart, the best first. */
  private static final List<String> IDENTITIES = List.of("id", "uuid", "key", "code");

  /** What is known of a class and those below it. A {@code $} stands for the placeholder's text. */
  private record Known(String className, String text) {}

  /** The first that fits speaks. */
  private static final List<Known> KNOWN =
      List.of(
          new Known("java.sql.Timestamp", "write {$.time}:{$.nanos}, or use java.time.Instant"),
          new Known("java.util.Date", "write {$.time}, or use a java.time type"),
          new Known(
              "java.util.Calendar",
              "write {$.timeInMillis}:{$.timeZone.ID}, or use java.time.ZonedDateTime"),
          new Known("java.util.TimeZone", "write {$.ID}, or use java.time.ZoneId"),
          new Known(
              "java.util.Locale",
              "write {$.language}:{$.country}, with {$.script} and {$.variant} if they may differ,"
                  + " or pass its toLanguageTag()"),
          new Known("java.util.Currency", "write {$.currencyCode}"),
          new Known("java.lang.Class", "write {$.name}"),
          new Known("java.io.File", "write {$.path}"),
          new Known("java.nio.file.Path", "pass its text, a String"),
          new Known("java.net.URL", "use java.net.URI"),
          new Known("java.net.InetAddress", "write {$.hostAddress}"),
          new Known("java.security.Principal", "write {$.name}"),
          new Known(
              "org.springframework.data.domain.Pageable",
              "wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + "
                  + "\":\" + page.getPageSize() : \"all\") + \":\" + page.getSort()"),
          new Known("org.springframework.data.domain.Sort", "pass its text, a String"),
          new Known("java.lang.Enum", "declare the enum that it is"),
          new Known("java.lang.CharSequence", "use String"),
          new Known("java.util.concurrent.atomic.AtomicInteger", "use an int"),
          new Known("java.util.concurrent.atomic.AtomicLong", "use a long"),
          new Known(
              "java.lang.Number", "declare the number that it is, such as long or BigDecimal"),
          new Known("java.util.Map", "use a record with @CacheKey, or a List of what is in it"),
          new Known("java.util.stream.BaseStream", "use a List"),
          new Known("java.util.Iterator", "use a List"),
          new Known("java.lang.Iterable", "use a List"));

  private KeyAdvice() {}

  /**
   * Says what to do with a value of a well-known type that has no canonical text, null if it is
   * none.
   *
   * @param isBelow whether the value's type is the class of that name, or below it
   */
  public static @Nullable String forKnown(Placeholder placeholder, Predicate<String> isBelow) {
    for (Known known : KNOWN) {
      if (isBelow.test(known.className)) {
        boolean needsMore = known.text.indexOf('$') != known.text.lastIndexOf('$');
        return needsMore && placeholder.isStarred() // a template has one star
            ? null
            : known.text.replace("$", inner(placeholder));
      }
    }
    return null;
  }

  /**
   * Says what to do with a record that has no canonical text, null if only its author knows.
   *
   * @param components the names of its components, in their order
   * @param hasText whether the component of that name has a canonical text
   */
  public static @Nullable String forRecord(
      Placeholder placeholder, String type, List<String> components, Predicate<String> hasText) {
    if (components.isEmpty() || !components.stream().allMatch(hasText)) {
      return forClass(placeholder, components, hasText);
    }
    String annotate = "put @CacheKey on " + type;
    if (components.size() > (placeholder.isStarred() ? 1 : SHOWN_COMPONENTS)) {
      return annotate;
    }
    List<String> parts = components.stream().map(each -> property(placeholder, each)).toList();
    return "write " + String.join(":", parts) + ", or " + annotate;
  }

  /**
   * Says what to do with an object that has no canonical text, null if only its author knows.
   *
   * @param properties the names of its properties
   * @param hasText whether the property of that name has a canonical text
   */
  public static @Nullable String forClass(
      Placeholder placeholder, List<String> properties, Predicate<String> hasText) {
    for (String identity : IDENTITIES) {
      if (properties.contains(identity) && hasText.test(identity)) {
        return "write %s if that identifies it, or put @CacheKey on the method that does"
            .formatted(property(placeholder, identity));
      }
    }
    return null;
  }

  /** Says why {@code {result}} stands in no key of a cached method, and what to write. */
  public static String forResultOfRead() {
    return "{result} is for @Invalidate, as the result of a cached method is not known before the"
        + " call, when its key is made; use what the method takes";
  }

  /** Says what else helps where a type parameter of a class may be anything. */
  public static String forVariable(String variable) {
    return ", or override the method in each subclass with its own type in place of "
        + variable
        + ", and annotate it there";
  }

  /** The placeholder without braces. */
  private static String inner(Placeholder placeholder) {
    String text = placeholder.toString();
    return text.substring(1, text.length() - 1);
  }

  private static String property(Placeholder placeholder, String name) {
    return "{" + inner(placeholder) + "." + name + "}";
  }

  /**
   * Says what to write for a property that is one of the elements, not of what holds them.
   *
   * @param depth how many properties lead to what holds the elements
   * @param isRead whether it is the key of a cached method
   */
  public static String forElements(
      KeyTemplate template, Placeholder placeholder, int depth, boolean isRead) {
    if (isRead) {
      return ", but its elements have; pass a collection of these values, since a cached method has"
          + " one key for each call";
    }
    if (template.isStarred()) {
      return ", but its elements have; a template has one '*', so pass objects that have both values";
    }
    Placeholder starred =
        new Placeholder(placeholder.root(), placeholder.path(), depth, placeholder.position());
    return ", but its elements have; write " + starred + " for one key for each of them";
  }

  /**
   * A method or field that has the name of a property and is none.
   *
   * @param owner the class that declares it
   * @param name its name in the source
   * @param type what it returns or holds
   * @param isMethod whether it is a method, without parameters
   * @param isStatic whether it belongs to no object
   * @param isPublic whether everybody sees it
   */
  public record Member(
      String owner,
      String name,
      String type,
      boolean isMethod,
      boolean isStatic,
      boolean isPublic) {

    /** Returns whether its name is not the user's to change. */
    public boolean isOfJdk() {
      return owner.startsWith("java.");
    }
  }

  /**
   * Says what a name was to be, null if it is like none of the properties.
   *
   * @param names of the properties
   */
  public static @Nullable String misspelt(String name, List<String> names) {
    for (String property : names) {
      String capitalized = capitalized(property);
      if (name.equals("get" + capitalized) || name.equals("is" + capitalized)) {
        return "; write \"%s\" for %s()".formatted(property, name);
      }
    }
    String nearest = names.isEmpty() ? "" : Suggestion.nearest(name, names);
    return Suggestion.isNear(name, nearest) ? "; did you mean \"" + nearest + "\"?" : null;
  }

  /** Says that the owner of a property that it lacks has a text itself. */
  public static String forOwner(Placeholder placeholder, int depth) {
    int star = placeholder.star() > depth ? Placeholder.NO_STAR : placeholder.star();
    return "; write "
        + new Placeholder(
            placeholder.root(), placeholder.path().subList(0, depth), star, placeholder.position());
  }

  /** Returns the names of methods that are, or are taken for, the getter of a property. */
  public static List<String> gettersOf(String property) {
    String capitalized = capitalized(property);
    return List.of("get" + capitalized, "is" + capitalized, property);
  }

  private static String capitalized(String property) {
    return property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
  }

  /**
   * Says why a member is no property, and what to do.
   *
   * @param property the name in the placeholder
   * @param viewer the class whose own properties may be used, null if only public ones may
   */
  public static String forMember(Member member, String property, @Nullable String viewer) {
    String shown = member.isMethod ? member.name + "()" : "the field " + member.name;
    String place = "; " + shown + " of " + member.owner;
    String getter = "get" + capitalized(property) + "()";
    if (member.isStatic) {
      return place
          + " is static, so it belongs to no object; pass its value as a parameter, or write it into"
          + " the template";
    }
    if (!member.isMethod) {
      return viewer == null
          ? place + " is not public; give it a public getter, " + getter
          : place
              + " is private, so %s does not see it; give it a getter that is not private, "
                  .formatted(viewer)
              + getter;
    }
    if (member.isOfJdk()) {
      return place + " is no getter; pass its value";
    }
    if (member.name.equals(property)) {
      return place
          + " is no getter; call it %s%s"
              .formatted(getter, viewer == null && !member.isPublic ? ", and make it public" : "");
    }
    boolean isBoxed = member.name.startsWith("is") && !member.type.equals("boolean");
    if (isBoxed) {
      return place + " returns %s, not boolean; call it %s".formatted(member.type, getter);
    }
    return viewer == null
        ? place + " is not public; make it so"
        : place + " is private, so %s does not see it; make it protected".formatted(viewer);
  }
}
