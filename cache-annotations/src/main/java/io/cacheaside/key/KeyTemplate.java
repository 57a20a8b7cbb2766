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
 *   <li>a {@code *} behind one of its names makes one key for each element of that value: {@code
 *       {ids*}}, {@code {users*.id}}, {@code {order.lines*.sku}}; a template has at most one;
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

  /** Whether the template stands for one key for each element of a value, {@code {ids*}}. */
  public boolean isStarred() {
    return parts.stream().anyMatch(part -> part instanceof Placeholder p && p.isStarred());
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
   * A place for a value, or for each element of one.
   *
   * @param root the name of a parameter, {@code result}, or {@code this}
   * @param path the names of the properties that lead from the root to the value, outermost first;
   *     empty if the root is the value. Immutable.
   * @param star how many of these properties lead to the value whose elements are meant, the others
   *     being properties of an element; {@link #NO_STAR} if no elements are meant
   * @param position where the opening brace stands in the template, counted from 1
   */
  public record Placeholder(String root, List<String> path, int star, int position)
      implements Part {

    /** Says that a placeholder stands for a value, not for its elements. */
    public static final int NO_STAR = -1;

    /** Keeps a copy of the path. */
    public Placeholder {
      path = List.copyOf(path);
      if (star < NO_STAR || star > path.size()) {
        throw new IllegalArgumentException(
            "star must be from -1 to %d, but is %d".formatted(path.size(), star));
      }
    }

    /** Creates a place for a value. */
    public Placeholder(String root, List<String> path, int position) {
      this(root, path, NO_STAR, position);
    }

    /** Whether it stands for each element of a value. */
    public boolean isStarred() {
      return star != NO_STAR;
    }

    /** The same path from another root. */
    public Placeholder from(String otherRoot) {
      return new Placeholder(otherRoot, path, star, position);
    }

    /** The properties that lead to the value, or to the one whose elements are meant. */
    public List<String> pathToValue() {
      return isStarred() ? path.subList(0, star) : path;
    }

    /** The placeholder as it is written in the template: {@code {query.page}}, {@code {ids*}}. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("{").append(root);
      for (int i = 0; i <= path.size(); i++) {
        if (i > 0) {
          text.append('.').append(path.get(i - 1));
        }
        if (i == star) {
          text.append('*');
        }
      }
      return text.append('}').toString();
    }
  }
}
