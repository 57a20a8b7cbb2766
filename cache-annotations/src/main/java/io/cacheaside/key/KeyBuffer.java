package io.cacheaside.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a key while it is made: grows at its end, in UTF-8.
 *
 * <p>A buffer belongs to one thread at a time. It never shrinks, so one that is {@linkplain #clear
 * cleared} and used again allocates nothing but the results.
 */
public final class KeyBuffer {

  /** More than a key needs that is made on purpose; a collection may have no end. */
  static final int MAX_BYTES = 1 << 26;

  private static final int DEFAULT_CAPACITY = 64;
  private static final int MAX_BYTES_PER_ESCAPED_CHAR = 6;
  private static final byte[] NOTHING = {};
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private byte[] bytes;
  private int length;

  /** Creates an empty buffer that has room for most keys. */
  public KeyBuffer() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * Creates an empty buffer.
   *
   * @param capacity the number of bytes it holds before it grows; not negative, and of no use
   *     beyond the 64 MiB that a key can have
   */
  public KeyBuffer(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative, but is " + capacity);
    }
    this.bytes = new byte[capacity];
  }

  /** The number of bytes appended since the buffer was created or cleared. */
  public int length() {
    return length;
  }

  /** Forgets the content; the capacity stays. */
  public void clear() {
    length = 0;
  }

  /**
   * Appends one ASCII character as it is.
   *
   * @throws IllegalArgumentException if the character is not ASCII
   */
  public void appendAscii(char c) {
    if (c > 127) {
      throw new IllegalArgumentException(
          KeyCharacters.name(c) + " is not ASCII; use appendEscaped");
    }
    ensureRoom(1);
    bytes[length++] = (byte) c;
  }

  /** Appends bytes that are UTF-8 already, as they are; the array is not kept. */
  public void appendLiteral(byte[] literal) {
    ensureRoom(literal.length);
    System.arraycopy(literal, 0, bytes, length, literal.length);
    length += literal.length;
  }

  /** Appends a number in decimal, with {@code -} before a negative one. */
  public void appendLong(long number) {
    // counted down from the negative side, which alone has room for Long.MIN_VALUE
    long rest = number < 0 ? number : -number;
    int count = digits(rest) + (number < 0 ? 1 : 0);
    ensureRoom(count);
    int end = length + count;
    int at = end;
    do {
      bytes[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      bytes[--at] = '-';
    }
    length = end;
  }

  private static int digits(long negative) {
    int count = 1;
    for (long rest = negative / 10; rest != 0; rest /= 10) {
      count++;
    }
    return count;
  }

  /**
   * Appends text so that no two texts give the same bytes and none contains a delimiter: ASCII
   * letters, digits, {@code - _ . +} and all characters from U+00A0 on as they are, everything else
   * as {@code %XX} for each of its UTF-8 bytes; half a surrogate pair as {@code %uXXXX}.
   */
  public void appendEscaped(String text) {
    int plain = appendPlain(text);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        appendPair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        appendEscaped(c);
      }
    }
  }

  /** Appends the characters before the first that is not plain, which is mostly all of them. */
  private int appendPlain(String text) {
    int count = text.length();
    ensureRoom(count);
    byte[] target = bytes;
    int start = length;
    int i = 0;
    for (; i < count; i++) {
      char c = text.charAt(i);
      if (!KeyCharacters.isPlainAscii(c)) {
        break;
      }
      target[start + i] = (byte) c;
    }
    length = start + i;
    return i;
  }

  /** Appends one character in the way of {@link #appendEscaped(String)}. */
  public void appendEscaped(char c) {
    if (KeyCharacters.isPlainAscii(c)) {
      ensureRoom(1);
      bytes[length++] = (byte) c;
    } else {
      appendUnusual(c);
    }
  }

  private void appendUnusual(char c) {
    ensureRoom(MAX_BYTES_PER_ESCAPED_CHAR);
    if (c < 0x80) {
      appendHex(c);
    } else if (c < 0xA0) {
      appendHex(0xC0 | (c >> 6));
      appendHex(continuation(c, 0));
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
      bytes[length++] = (byte) continuation(c, 0);
    } else if (Character.isSurrogate(c)) {
      bytes[length++] = '%';
      bytes[length++] = 'u';
      appendHexDigits(c >> 8);
      appendHexDigits(c & 0xFF);
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) continuation(c, 6);
      bytes[length++] = (byte) continuation(c, 0);
    }
  }

  private void appendPair(int codePoint) {
    ensureRoom(4);
    bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[length++] = (byte) continuation(codePoint, 12);
    bytes[length++] = (byte) continuation(codePoint, 6);
    bytes[length++] = (byte) continuation(codePoint, 0);
  }

  /** The UTF-8 byte with six bits of the code point, from the given one up. */
  private static int continuation(int codePoint, int shift) {
    return 0x80 | ((codePoint >> shift) & 0x3F);
  }

  private void appendHex(int octet) {
    bytes[length++] = '%';
    appendHexDigits(octet);
  }

  private void appendHexDigits(int octet) {
    bytes[length++] = HEX[octet >> 4];
    bytes[length++] = HEX[octet & 0xF];
  }

  private void ensureRoom(int count) {
    if (count > bytes.length - length) {
      grow(count);
    }
  }

  private void grow(int count) {
    if (count > MAX_BYTES - length) {
      throw tooLong();
    }
    int doubled = Math.min(2 * bytes.length, MAX_BYTES);
    bytes = Arrays.copyOf(bytes, Math.max(length + count, doubled));
  }

  static IllegalStateException tooLong() {
    return new IllegalStateException("a key cannot have more than " + MAX_BYTES + " bytes");
  }

  /** Returns a new array with exactly the content. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Returns an array with exactly the content and leaves this empty, with no capacity: the array is
   * the buffer's own, not a copy, if the content fills it.
   */
  public byte[] release() {
    byte[] content = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    bytes = NOTHING;
    length = 0;
    return content;
  }

  /** Returns the content as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
