package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.cacheaside.spi.CodecException;
import org.jspecify.annotations.Nullable;

/**
 * An input that allocates for no length before it knows that so many bytes are left. Kryo 5.6.2
 * believes lengths (its issue 1282).
 */
final class SafeInput extends Input {
  private static final byte[] NOTHING = new byte[0];
  private static final int LARGEST_KEPT_CHARS = 64 << 10;
  private static final int NON_ASCII = 0x80;

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

  @Override
  public @Nullable String readString() {
    if (position < limit && (buffer[position] & NON_ASCII) != 0) {
      int start = position;
      readVarIntFlag();
      int length = readVarIntFlag(true); // 0 is null, 1 is empty
      if (length != 0) {
        claim(this, length - 1, 1);
      }
      position = start;
    }
    return super.readString();
  }

  @Override
  public @Nullable StringBuilder readStringBuilder() {
    String text = readString();
    return text == null ? null : new StringBuilder(text);
  }
}
