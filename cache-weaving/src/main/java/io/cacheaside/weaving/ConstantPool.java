package io.cacheaside.weaving;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Where the constants of a class file lie; texts are decoded when they are asked for. */
final class ConstantPool {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;

  private final ClassBytes bytes;

  /** The position of each constant's tag; 0 where there is none. */
  private final int[] tags;

  private ConstantPool(ClassBytes bytes, int[] tags) {
    this.bytes = bytes;
    this.tags = tags;
  }

  /** Reads from the count on; afterwards {@code bytes} stand behind the last constant. */
  static ConstantPool read(ClassBytes bytes) throws ClassFileException {
    int[] tags = new int[bytes.u2()];
    for (int i = 1; i < tags.length; i++) {
      tags[i] = bytes.position();
      int tag = bytes.u1();
      switch (tag) {
        case UTF8 -> bytes.skip(bytes.u2());
        case 3, 4 -> bytes.skip(4); // int, float
        case 5, 6 -> { // long, double: take two places
          bytes.skip(8);
          i++;
        }
        case CLASS, 8, 16, 19, 20 -> bytes.skip(2); // string, method type, module, package
        case 9, 10, 11, 12, 17, 18 -> bytes.skip(4); // members, name and type, dynamic
        case 15 -> bytes.skip(3); // method handle
        default -> throw bytes.refused("its constant " + i + " has the unknown tag " + tag);
      }
    }
    return new ConstantPool(bytes, tags);
  }

  /** Whether one of {@code texts} is among the constants. */
  boolean containsAny(List<byte[]> texts) throws ClassFileException {
    for (int tag : tags) {
      if (tag != 0 && bytes.at(tag).u1() == UTF8) {
        ClassBytes text = bytes.at(tag + 1);
        int length = text.u2();
        for (byte[] wanted : texts) {
          if (wanted.length == length && text.startsWith(wanted)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the class with this internal name is referred to. */
  boolean refersTo(String internalName) throws ClassFileException {
    for (int i = 1; i < tags.length; i++) {
      if (tags[i] != 0 && bytes.at(tags[i]).u1() == CLASS && className(i).equals(internalName)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the internal name of the class constant {@code index}. */
  String className(int index) throws ClassFileException {
    return text(constant(index, CLASS).u2());
  }

  /** Returns the text constant {@code index}. */
  String text(int index) throws ClassFileException {
    ClassBytes text = constant(index, UTF8);
    return decoded(text, text.u2());
  }

  private ClassBytes constant(int index, int expectedTag) throws ClassFileException {
    if (index <= 0 || index >= tags.length || tags[index] == 0) {
      throw bytes.refused("it refers to the constant " + index + ", which does not exist");
    }
    ClassBytes constant = bytes.at(tags[index]);
    int tag = constant.u1();
    if (tag != expectedTag) {
      throw bytes.refused(
          "its constant " + index + " has the tag " + tag + " instead of " + expectedTag);
    }
    return constant;
  }

  /** Decodes the class file's own UTF-8: surrogates one by one, and NUL as two bytes. */
  private static String decoded(ClassBytes text, int length) throws ClassFileException {
    byte[] ascii = new byte[length];
    ClassBytes start = text.at(text.position());
    for (int i = 0; i < length; i++) {
      int next = text.u1();
      if (next >= 0x80) {
        return decodedSlowly(start, length);
      }
      ascii[i] = (byte) next;
    }
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static String decodedSlowly(ClassBytes text, int length) throws ClassFileException {
    char[] chars = new char[length];
    int count = 0;
    int end = text.position() + length;
    while (text.position() < end) {
      int first = text.u1();
      if (first < 0x80) {
        chars[count++] = (char) first;
      } else if (first >> 5 == 0b110) {
        chars[count++] = (char) ((first & 0x1F) << 6 | continued(text));
      } else if (first >> 4 == 0b1110) {
        int middle = continued(text);
        chars[count++] = (char) ((first & 0x0F) << 12 | middle << 6 | continued(text));
      } else {
        throw text.refused("it contains a text that is not UTF-8");
      }
    }
    return new String(Arrays.copyOf(chars, count));
  }

  private static int continued(ClassBytes text) throws ClassFileException {
    int next = text.u1();
    if (next >> 6 != 0b10) {
      throw text.refused("it contains a text that is not UTF-8");
    }
    return next & 0x3F;
  }
}
