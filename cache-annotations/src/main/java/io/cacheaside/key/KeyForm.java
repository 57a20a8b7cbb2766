package io.cacheaside.key;

import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.TextPattern.UnknownTextException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the canonical texts of a type look like, to tell whether two types can stand for one value
 * in a key. Immutable.
 *
 * @param kind what the text is made of
 * @param name tells kinds of one sort apart; empty for the others
 * @param nullable whether a value may be null
 * @param parts the forms of what a value holds, in their order; none if that is unknown or nothing
 * @param texts all texts there are, if they are few, such as the names of an enum's constants; none
 *     if they are not known
 */
public record KeyForm(
    Kind kind, String name, boolean nullable, List<KeyForm> parts, List<String> texts) {

  /** Keeps copies of the lists. */
  public KeyForm {
    parts = List.copyOf(parts);
    texts = List.copyOf(texts);
  }

  /** The sorts of texts. */
  public enum Kind {
    /** Nobody can tell. */
    UNKNOWN,
    /** {@code -42}. */
    WHOLE,
    /** {@code 1.0}. */
    FLOATING,
    /** {@code 1} or {@code 1.50}: the value decides. */
    DECIMAL,
    /** Letters of any sort, so maybe the text of any other scalar. */
    TEXT,
    /** The text of one type, such as {@code UUID}, which no other has. */
    OWN,
    /** {@code [a,b]}. */
    LIST("[a,b]"),
    /** {@code <a,b>}. */
    SET("<a,b>"),
    /** One of the two: the value decides. */
    COLLECTION("[a,b] or <a,b>"),
    /** {@code (a,b)}. */
    COMPOSITE("(a,b)"),
    /** The text of what it holds, or {@code ~o}. */
    OPTIONAL;

    private final String brackets;

    Kind() {
      this("");
    }

    Kind(String brackets) {
      this.brackets = brackets;
    }

    /** Returns whether it is one of the three with elements. */
    public boolean hasElements() {
      return this == LIST || this == SET || this == COLLECTION;
    }
  }

  private static final Map<String, Kind> SCALARS =
      Map.ofEntries(
          Map.entry("java.lang.Byte", Kind.WHOLE),
          Map.entry("java.lang.Short", Kind.WHOLE),
          Map.entry("java.lang.Integer", Kind.WHOLE),
          Map.entry("java.lang.Long", Kind.WHOLE),
          Map.entry("java.math.BigInteger", Kind.WHOLE),
          Map.entry("java.time.Year", Kind.WHOLE),
          Map.entry("byte", Kind.WHOLE),
          Map.entry("short", Kind.WHOLE),
          Map.entry("int", Kind.WHOLE),
          Map.entry("long", Kind.WHOLE),
          Map.entry("java.lang.Float", Kind.FLOATING),
          Map.entry("java.lang.Double", Kind.FLOATING),
          Map.entry("float", Kind.FLOATING),
          Map.entry("double", Kind.FLOATING),
          Map.entry("java.math.BigDecimal", Kind.DECIMAL),
          Map.entry("java.lang.String", Kind.TEXT),
          Map.entry("java.lang.Character", Kind.TEXT),
          Map.entry("char", Kind.TEXT),
          Map.entry("java.net.URI", Kind.TEXT));

  /** The names under which types with the same texts go. */
  private static final Map<String, String> ALIASES =
      Map.of("java.lang.Boolean", "boolean", "java.time.ZoneOffset", "java.time.ZoneId");

  /** The types of which a text is one character, maybe escaped. */
  private static final Set<String> CHARACTERS = Set.of("char", "java.lang.Character");

  /** The name of the form of those. */
  static final String CHARACTER = "char";

  /** The form of a type of which nothing is known. */
  public static final KeyForm UNKNOWN = form(Kind.UNKNOWN, "", true);

  /** Returns the form of a type that has a text by itself. */
  public static KeyForm scalar(String type) {
    boolean nullable = type.indexOf('.') >= 0;
    Kind kind = SCALARS.get(type);
    return kind == null
        ? form(Kind.OWN, ALIASES.getOrDefault(type, type), nullable)
        : form(kind, CHARACTERS.contains(type) ? CHARACTER : "", nullable);
  }

  private static KeyForm form(Kind kind, String name, boolean nullable) {
    return new KeyForm(kind, name, nullable, List.of(), List.of());
  }

  /** Returns the form of an enum; the constants of two enums may have the same names. */
  public static KeyForm ofEnum(List<String> constants) {
    return new KeyForm(Kind.OWN, "enum", true, List.of(), constants);
  }

  /** Returns the form of a type whose values hold others. */
  public static KeyForm of(Kind kind, List<KeyForm> parts) {
    return new KeyForm(kind, "", true, parts, List.of());
  }

  /** Returns the form of a value of which it is known that it is there. */
  public KeyForm present() {
    return new KeyForm(kind, name, false, parts, texts);
  }

  /** Returns the form of a value that may be absent. */
  public KeyForm orNull() {
    return new KeyForm(kind, name, true, parts, texts);
  }

  /** Returns the form of what stands in a place: the name of a class is a text like no number's. */
  public KeyForm in(Placeholder placeholder) {
    List<String> path = placeholder.path();
    boolean isOfClass = path.size() > 1 && path.get(path.size() - 2).equals("class");
    return kind == Kind.TEXT && isOfClass ? form(Kind.OWN, "java.lang.Class", nullable) : this;
  }

  /** Returns whether a value of one form may have the text of a value of the other. */
  public boolean canBe(KeyForm other) {
    if (kind == Kind.UNKNOWN || other.kind == Kind.UNKNOWN) {
      return true;
    }
    if (kind == Kind.OPTIONAL || other.kind == Kind.OPTIONAL) {
      return content().canBe(other.content());
    }
    if (kind.hasElements() && other.kind.hasElements()) {
      boolean alike =
          kind == other.kind || kind == Kind.COLLECTION || other.kind == Kind.COLLECTION;
      return alike && partsCanBe(other);
    }
    if (!isScalar() || !other.isScalar()) {
      return kind == other.kind && partsCanBe(other);
    }
    return kind == Kind.TEXT
        || other.kind == Kind.TEXT
        || (kind == other.kind && name.equals(other.name) && sharesText(other))
        || (isNumber() && other.isNumber() && (kind == Kind.DECIMAL || other.kind == Kind.DECIMAL));
  }

  /** Returns whether a value may have that text in a key; true if nobody can tell. */
  public boolean admits(String text) {
    try {
      TextPattern own = TextPattern.of(KeyTemplate.parse("{value}"), List.of(this));
      return CommonKey.of(own, TextPattern.of(KeyTemplate.parse(text), List.of())) != null;
    } catch (UnknownTextException e) {
      return true;
    }
  }

  private boolean sharesText(KeyForm other) {
    return texts.isEmpty() || other.texts.isEmpty() || !Collections.disjoint(texts, other.texts);
  }

  private boolean partsCanBe(KeyForm other) {
    if (parts.size() != other.parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).canBe(other.parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether both may say that there is no value, but not by the same text. */
  public boolean saysAbsenceOtherwise(KeyForm other) {
    if (kind == Kind.UNKNOWN || other.kind == Kind.UNKNOWN) {
      return false;
    }
    return kind == Kind.OPTIONAL
        ? other.kind != Kind.OPTIONAL && other.nullable
        : nullable && other.kind == Kind.OPTIONAL;
  }

  private KeyForm content() {
    return kind == Kind.OPTIONAL ? parts.get(0) : this;
  }

  private boolean isScalar() {
    return !kind.hasElements() && kind != Kind.COMPOSITE;
  }

  private boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.FLOATING || kind == Kind.DECIMAL;
  }

  /** Returns what is special about the text, behind a blank, for messages; empty for scalars. */
  public String described() {
    return kind.brackets.isEmpty() ? "" : ", written " + kind.brackets;
  }
}
