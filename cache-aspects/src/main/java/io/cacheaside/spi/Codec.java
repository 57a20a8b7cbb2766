package io.cacheaside.spi;

import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * Turns values into bytes and back. Header, checksum, negative entries and TTLs are not its
 * business.
 *
 * <p>Implementations are threadsafe.
 */
public interface Codec {

  /**
   * Returns the codec's id as it stands in each entry's header, 0 to 65,535. An entry with another
   * id is a miss.
   */
  int id();

  /**
   * Returns the codec for the values of one declared type, made once for each cached method.
   *
   * @param type a method's generic return type
   * @throws IllegalArgumentException if values of the type cannot be cached; the message names the
   *     place within the type, what was found there and the remedy
   */
  TypeCodec forType(Type type);

  /**
   * Returns the largest payload that is written or read, in bytes. A compressed payload that would
   * become larger is not restored, and a larger one is not compressed. 64 MiB unless overridden.
   */
  default int maxPayloadBytes() {
    return 64 << 20;
  }

  /** The codec for the values of one declared type. Threadsafe. */
  interface TypeCodec {

    /**
     * Returns a number that changes whenever bytes written before might be read into something else
     * now: a class in the payload gained, lost or renamed a field, an enum a constant. An entry
     * with another fingerprint is a miss.
     */
    long fingerprint();

    /**
     * Returns the bytes of the value, preceded by free room for a header.
     *
     * @param value not null
     * @param headroom the number of bytes to leave free at the start
     * @throws CodecException if the value cannot be encoded or is too large
     */
    byte[] encode(Object value, int headroom);

    /**
     * Does the same as {@link #encode}, and makes sure that the bytes give the value back: they can
     * be decoded and, as far as the codec can tell, into the same. What has no order may be written
     * in another one. Takes a multiple of the time.
     *
     * @throws CodecException as {@link #encode} does; one that {@link CodecException#isNotRestored}
     *     if the bytes do not give the value back
     */
    default byte[] encodeAndVerify(Object value, int headroom) {
      byte[] bytes = encode(value, headroom);
      try {
        decode(bytes, headroom, bytes.length - headroom);
      } catch (CodecException e) {
        throw CodecException.notRestored(String.valueOf(e.getMessage()), e);
      }
      return bytes;
    }

    /**
     * Returns whether two values are written the same way, but for the order of what has none.
     *
     * @throws CodecException if one of them cannot be encoded
     */
    default boolean areWrittenAlike(Object one, Object other) {
      return Arrays.equals(encode(one, 0), encode(other, 0));
    }

    /**
     * Returns the value in the bytes {@code offset} to {@code offset + length - 1}.
     *
     * @throws CodecException if they cannot be decoded, whatever they hold; never an error, and
     *     never with memory or time beyond what the number of bytes justifies
     */
    Object decode(byte[] source, int offset, int length);
  }
}
