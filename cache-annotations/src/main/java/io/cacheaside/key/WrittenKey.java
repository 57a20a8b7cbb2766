package io.cacheaside.key;

import org.jspecify.annotations.Nullable;

/** The text of a key as somebody writes it, not as a template makes it. Stateless. */
public final class WrittenKey {
  private static final String HEX_DIGITS = "0123456789ABCDEF";

  private WrittenKey() {}

  /**
   * Returns why no template can make this text, and what to do, or null if one can: it is empty,
   * has a brace, a control character or half a surrogate pair, or a {@code %} that begins no
   * escape. What is wrong with it as a key of a certain template is not known here.
   */
  public static @Nullable String problem(String text) {
    if (text.isEmpty()) {
      return "key text \"\" is empty; write what the template of the key becomes, such as \"user:42\"";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '}') {
        return "key text \"%s\" has '%s' at position %d, but no key has braces; write what the template becomes: \"user:42\" for \"user:{id}\""
            .formatted(text, c, i + 1);
      }
      if (!KeyCharacters.isPrintable(text, i)) {
        return "key text has %s at position %d, which no key has; write it as an escape, as values have it: %%0A"
            .formatted(KeyCharacters.name(c), i + 1);
      }
      if (c == '%' && !isEscape(text, i)) {
        return "key text \"%s\" has '%%' at position %d without an escape behind it; write %%25 for the character '%%', and escapes in capitals: %%2F"
            .formatted(text, i + 1);
      }
    }
    return null;
  }

  private static boolean isEscape(String text, int at) {
    return text.startsWith("u", at + 1) ? areDigits(text, at + 2, 4) : areDigits(text, at + 1, 2);
  }

  private static boolean areDigits(String text, int from, int count) {
    return from + count <= text.length()
        && text.substring(from, from + count).chars().allMatch(c -> HEX_DIGITS.indexOf(c) >= 0);
  }
}
