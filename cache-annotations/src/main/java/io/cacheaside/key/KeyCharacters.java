package io.cacheaside.key;

import java.util.Locale;

/**
 * The classes of characters on which templates, escaping and the injectivity of keys rest. They are
 * here once, because a character that is a delimiter in a template must be one that no value text
 * contains unescaped.
 */
final class KeyCharacters {

  /** The ASCII punctuation that values keep as it is. */
  private static final String PLAIN_PUNCTUATION = "-_.+";

  /** The characters with a meaning in value texts: escapes and absent values. */
  private static final String RESERVED = "%~";

  /** {@code PLAIN[c]}: the ASCII character stands for itself in a value's text. */
  private static final boolean[] PLAIN = new boolean[128];

  static {
    for (char c = 0; c < PLAIN.length; c++) {
      PLAIN[c] = isAsciiAlphanumeric(c) || PLAIN_PUNCTUATION.indexOf(c) >= 0;
    }
  }

  private KeyCharacters() {}

  /** Whether the character is ASCII and a value's text contains it unescaped. */
  static boolean isPlainAscii(char c) {
    return c < 128 && PLAIN[c];
  }

  /** Whether a literal with this character separates two values. Braces never get that far. */
  static boolean isDelimiter(char c) {
    return c >= ' ' && c < 127 && !PLAIN[c] && !isReserved(c);
  }

  static boolean isReserved(char c) {
    return RESERVED.indexOf(c) >= 0;
  }

  /** Whether the character is an ASCII control character, DEL or a C1 control character. */
  static boolean isControl(char c) {
    return Character.isISOControl(c);
  }

  /** Whether the text has a whole, visible character at the index: no control, no half a pair. */
  static boolean isPrintable(String text, int index) {
    char c = text.charAt(index);
    return !isControl(c) && !isUnpairedSurrogate(text, index);
  }

  static boolean isUnpairedSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  /** The character's code point name, for messages: {@code U+0009}. */
  static String name(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
