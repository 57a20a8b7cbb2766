package io.cacheaside.key;

import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one type's canonical text: the text by which a value of that type stands in a key.
 * The rules are the contract of {@linkplain io.cacheaside.key this package}.
 *
 * <pre>{@code
 * KeyText text = KeyText.forType(long.class);   // once
 * text.append(42L, buffer);                     // per call: 42
 * }</pre>
 *
 * <p>A writer is compiled from a type once; a call walks what was compiled and looks nothing up.
 * Instances are immutable and safe for use by many threads.
 */
public abstract class KeyText {

  /** The types that have a canonical text, as the remedy at the end of messages. */
  public static final String ALTERNATIVES =
      "use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger,"
          + " URI, an Optional, array or collection of these, or a type annotated with @CacheKey";

  /** The types that have elements for {@code *}, as the remedy at the end of messages. */
  public static final String CONTAINERS = "use a collection, an array or an Optional";

  private final KeyForm form;

  KeyText(KeyForm form) {
    this.form = form;
  }

  /**
   * Compiles the writer for a type, as reflection gives it for a parameter, a method's return or a
   * record's component.
   *
   * @throws IllegalArgumentException if the type has no canonical text; the message names the type,
   *     where it was found and what to use instead
   */
  public static KeyText forType(Type type) {
    return forType(type, ALTERNATIVES);
  }

  /**
   * Does the same, with another remedy for types that are none of the {@link #ALTERNATIVES}.
   *
   * @throws IllegalArgumentException as above
   */
  public static KeyText forType(Type type, String alternatives) {
    return new KeyTextCompiler(alternatives).compile(type);
  }

  /**
   * Returns the full names of the types that have a text by themselves, primitives included: what a
   * compiler can check without loading a class. Enums, and types that hold others, are not listed.
   */
  public static Set<String> scalarTypes() {
    return ScalarText.NAMES;
  }

  /** Returns what the texts look like. */
  public final KeyForm form() {
    return form;
  }

  /**
   * Appends the value's text.
   *
   * @param value a value of the type this writer was made for; primitives boxed
   * @throws ClassCastException if the value is not of that type, which only an unchecked cast makes
   *     possible
   */
  public final void append(@Nullable Object value, KeyBuffer target) {
    if (value == null) {
      target.appendAscii('~');
    } else {
      write(value, target);
    }
  }

  /** Appends the text of a value that is not null; at least one byte. */
  abstract void write(Object value, KeyBuffer target);

  /** Appends escaped text that may be empty. */
  static void writeEscaped(String text, KeyBuffer target) {
    if (text.isEmpty()) {
      target.appendAscii('~');
      target.appendAscii('e');
    } else {
      target.appendEscaped(text);
    }
  }
}
