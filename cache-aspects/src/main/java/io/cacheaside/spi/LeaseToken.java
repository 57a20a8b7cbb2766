package io.cacheaside.spi;

import java.nio.ByteBuffer;

/**
 * The identity of one grant of a lease: 16 bytes, unique over all JVMs and all grants.
 *
 * <p>A token is never used for two acquires: a second grant under the same token would let a load
 * that lost its lease populate after all (docs/protocol.md, row 6 of the interleavings).
 *
 * @param instance random for each runtime, with the top bit set, so that a token is never all zero
 * @param sequence a counter within the runtime
 */
public record LeaseToken(long instance, long sequence) {

  /** The length of an encoded token in bytes. */
  public static final int LENGTH = 16;

  /** Returns the token encoded at {@code offset}, big endian. */
  public static LeaseToken readFrom(byte[] source, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, LENGTH);
    return new LeaseToken(buffer.getLong(), buffer.getLong());
  }

  /** Returns the 16 bytes of this token, big endian, in a new array. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH).putLong(instance).putLong(sequence).array();
  }

  /** Returns the 32 hexadecimal digits of this token. */
  @Override
  public String toString() {
    return String.format("%016x%016x", instance, sequence);
  }
}
