package io.cacheaside.key;

/**
 * A key template that cannot be parsed. The message names the template, the position, what was
 * found there and how to write it instead.
 */
public final class KeyTemplateException extends IllegalArgumentException {

  private static final int SHOWN_LENGTH = 80;

  private final String template;
  private final int position;

  KeyTemplateException(String template, int position, String problem) {
    super("key \"" + shown(template) + "\": " + problem);
    this.template = template;
    this.position = position;
  }

  /** The template as it was given. */
  public String template() {
    return template;
  }

  /** The position of the mistake in the template: a character count that starts at 1. */
  public int position() {
    return position;
  }

  /** One readable line, whatever is in the template. */
  private static String shown(String template) {
    StringBuilder line = new StringBuilder();
    int end = Math.min(template.length(), SHOWN_LENGTH);
    for (int i = 0; i < end; i++) {
      char c = template.charAt(i);
      line.append(KeyCharacters.isPrintable(template, i) ? c : KeyCharacters.name(c));
    }
    return template.length() > end ? line.append("...").toString() : line.toString();
  }
}
