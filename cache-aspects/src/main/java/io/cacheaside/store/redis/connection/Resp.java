package io.cacheaside.store.redis.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes commands as Redis reads them: an array of strings with their lengths. */
public final class Resp {
  private Resp() {}

  /** Returns the bytes of a text of ASCII characters. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns a number in decimal digits. */
  public static byte[] ascii(long number) {
    return ascii(Long.toString(number));
  }

  /** Returns how many bytes the words have together. */
  public static long length(Iterable<byte[]> words) {
    long length = 0;
    for (byte[] word : words) {
      length += word.length;
    }
    return length;
  }

  /** Writes how an array of so many elements begins. */
  public static void writeArray(ByteBuf out, int size) {
    writeLength(out, '*', size);
  }

  /** Writes bytes as a string that tells its length. */
  public static void writeString(ByteBuf out, byte[] bytes) {
    writeLength(out, '$', bytes.length);
    out.writeBytes(bytes).writeByte('\r').writeByte('\n');
  }

  private static void writeLength(ByteBuf out, char type, int length) {
    out.writeByte(type);
    int power = 1;
    while (length / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.writeByte('0' + length / power % 10);
    }
    out.writeByte('\r').writeByte('\n');
  }
}
