package io.cacheaside.weaving;

import java.util.Arrays;

/** The bytes of a class file and a position in them; every step is checked. */
final class ClassBytes {
  private final byte[] bytes;
  private final String file;
  private int position;

  ClassBytes(byte[] bytes, String file) {
    this.bytes = bytes;
    this.file = file;
  }

  int position() {
    return position;
  }

  /** Returns a second reader of the same bytes at {@code start}. */
  ClassBytes at(int start) {
    ClassBytes other = new ClassBytes(bytes, file);
    other.position = start;
    return other;
  }

  int u1() throws ClassFileException {
    int at = advance(1);
    return bytes[at] & 0xFF;
  }

  int u2() throws ClassFileException {
    int at = advance(2);
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  int u4() throws ClassFileException {
    return u2() << 16 | u2();
  }

  void skip(int count) throws ClassFileException {
    advance(count);
  }

  /** Skips a table of {@code u2 count} rows of {@code width} bytes. */
  void skipTable(int width) throws ClassFileException {
    skip(u2() * width);
  }

  /** Whether the next bytes are {@code expected}; the position stays. */
  boolean startsWith(byte[] expected) {
    int end = position + expected.length;
    return end <= bytes.length && Arrays.equals(bytes, position, end, expected, 0, expected.length);
  }

  ClassFileException refused(String finding) {
    return new ClassFileException(file, finding);
  }

  private int advance(int count) throws ClassFileException {
    if (count < 0 || count > bytes.length - position) {
      throw refused("it ends in the middle, after " + bytes.length + " bytes");
    }
    int at = position;
    position += count;
    return at;
  }
}
