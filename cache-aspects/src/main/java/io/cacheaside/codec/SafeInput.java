package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An input that allocates for no length before it knows that so many bytes are left. Kryo 5.6.2
 * believes lengths (its issue 1282).
 */
final class SafeInput extends Input {
  private static final byte[] NOTHING = new byte[0];
  private static final int LARGEST_KEPT_CHARS = 64 << 10;
  private static final int ASCII = 0x7F;
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] scratch = new byte[64];

  SafeInput() {
    super(NOTHING);
  }

  /** Reads a number of things of which each takes at least {@code width} bytes. */
  static int readSize(Input input, int width) {
    return claim(input, input.readVarInt(true), width);
  }

  private static int claim(Input input, int size, int width) {
    int left = input.limit() - input.position();
    if (size < 0 || (long) size * width > left) {
      throw new CodecException(
          "%,d elements of at least %d bytes are announced, but %,d bytes are left"
              .formatted(size, width, left),
          null);
    }
    return size;
  }

  /** Lets go of the last payload and of a large character buffer. */
  void release() {
    setBuffer(NOTHING);
    if (chars.length > LARGEST_KEPT_CHARS) {
      chars = new char[32];
    }
  }

  int charsLength() {
    return chars.length;
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(claim(this, length, 1));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(claim(this, length, 1), optimizePositive);
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(claim(this, length, 1), optimizePositive);
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(claim(this, length, Integer.BYTES));
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(claim(this, length, Long.BYTES));
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(claim(this, length, Float.BYTES));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(claim(this, length, Double.BYTES));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(claim(this, length, Short.BYTES));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(claim(this, length, Character.BYTES));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(claim(this, length, 1));
  }

  /**
   * Reads text in Kryo's form: short ASCII with the top bit of its last byte set; else the number
   * of characters plus 1, 0 for null, and the characters. ASCII, in either form, is recognised
   * eight bytes at a time and copied, where Kryo loops over characters.
   */
  @Override
  public @Nullable String readString() {
    if (position < limit && buffer[position] >= 0) {
      return readTerminated();
    }
    int start = position;
    readVarIntFlag();
    int length = readVarIntFlag(true) - 1;
    if (length != -1) {
      claim(this, length, 1);
      int end = position + length;
      if (endOfAscii(end) == end) {
        String text = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
        position = end;
        return text;
      }
    }
    position = start;
    return super.readString();
  }

  /**
   * Returns how many bytes the text at the position takes, its length or end included; 0 if there
   * is none or not all of it is ASCII. Reads nothing.
   */
  int asciiTextLength() {
    int start = position;
    if (start < limit && buffer[start] >= 0) {
      int last = endOfAscii(limit);
      return last == limit ? 0 : last + 1 - start;
    }
    readVarIntFlag();
    int length = readVarIntFlag(true) - 1;
    int end = position + length;
    boolean isAscii = length > 0 && length <= limit - position && endOfAscii(end) == end;
    position = start;
    return isAscii ? end - start : 0;
  }

  /** The record itself is left alone: other threads may be decoding it. */
  private String readTerminated() {
    int last = endOfAscii(limit);
    if (last == limit) {
      throw new CodecException("a text has no end", null);
    }
    int length = last + 1 - position;
    byte[] bytes = length > scratch.length ? new byte[length] : scratch;
    System.arraycopy(buffer, position, bytes, 0, length);
    bytes[length - 1] &= ASCII;
    position = last + 1;
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Returns the position of the next byte whose top bit is set, or {@code end}. */
  private int endOfAscii(int end) {
    int p = position;
    for (; p <= end - Long.BYTES; p += Long.BYTES) {
      long tops = (long) LONGS.get(buffer, p) & TOP_BITS;
      if (tops != 0) {
        return p + (Long.numberOfTrailingZeros(tops) >>> 3);
      }
    }
    while (p < end && buffer[p] >= 0) {
      p++;
    }
    return p;
  }

  @Override
  public @Nullable StringBuilder readStringBuilder() {
    String text = readString();
    return text == null ? null : new StringBuilder(text);
  }
}
