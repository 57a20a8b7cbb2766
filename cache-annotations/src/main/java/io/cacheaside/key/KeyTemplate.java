package io.cacheaside.key;

import java.util.List;

/**
 * A parsed key template such as {@code "user:{id}:{query.page}"}: an immutable list of literals and
 * placeholders. The one parser of templates, for the compiler's checks and for the runtime.
 *
 * <pre>{@code
 * KeyTemplate.parse("user:{id}:{query.page}").parts()
 * // Literal("user:"), Placeholder("id", []), Literal(":"), Placeholder("query", ["page"])
 * }</pre>
 *
 * <p>The rules, each with its own message:
 *
 * <ul>
 *   <li>a template has 1 to {@value #MAX_LENGTH} characters; it need not have a placeholder;
 *   <li>a placeholder is Java identifiers separated by dots, in braces, without spaces; braces have
 *       no other use;
 *   <li>literals contain no control characters, no unpaired surrogates, and neither {@code %} nor
 *       {@code ~}, which are reserved for the texts of values;
 *   <li>between two placeholders there is a delimiter: a space or ASCII punctuation other than
 *       {@code - _ . +}. Values never contain a delimiter unescaped, so different values cannot
 *       give one key.
 * </ul>
 *
 * <p>Templates are equal if their texts are. Instances are immutable and safe for use by many
 * threads.
 */
public final class KeyTemplate {

  /** The largest number of characters in a template. */
  public static final int MAX_LENGTH = 512;

  private final String text;
  private final List<Part> parts;

  private KeyTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * Parses a template.
   *
   * @throws KeyTemplateException if the text breaks one of the rules above
   */
  public static KeyTemplate parse(String text) {
    return new KeyTemplate(text, new KeyTemplateParser(text).parse());
  }

  /** The template as it was written. */
  public String text() {
    return text;
  }

  /** The parts in their order, at least one; two literals never follow each other. Immutable. */
  public List<Part> parts() {
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyTemplate that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }

  /** A piece of a template. */
  public sealed interface Part permits Literal, Placeholder {}

  /**
   * Text that stands in every key as it is.
   *
   * @param text the characters, at least one
   */
  public record Literal(String text) implements Part {}

  /**
   * A place for a value.
   *
   * @param root the name of a parameter, {@code result}, or {@code this}
   * @param path the names of the properties that lead from the root to the value, outermost first;
   *     empty if the root is the value. Immutable.
   * @param position where the opening brace stands in the template, counted from 1
   */
  public record Placeholder(String root, List<String> path, int position) implements Part {

    /** Keeps a copy of the path. */
    public Placeholder {
      path = List.copyOf(path);
    }

    /** The placeholder as it is written in the template: {@code {query.page}}. */
    @Override
    public String toString() {
      return "{" + (path.isEmpty() ? root : root + "." + String.join(".", path)) + "}";
    }
  }
}
