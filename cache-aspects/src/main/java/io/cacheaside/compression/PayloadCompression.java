package io.cacheaside.compression;

import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compresses and restores the payloads of records. Immutable and threadsafe. */
public final class PayloadCompression {
  /** A payload is stored compressed only if that saves at least an eighth of it. */
  private static final int SAVED_SHARE = 8;

  private static final int DATA = EntryFormat.COMPRESSED_DATA;

  private final Compression compression;
  private final int threshold;
  private final int maxPayload;

  /**
   * Creates it for a region.
   *
   * @param compression what to write, if its library is there; anything can be read
   * @param threshold the smallest payload to compress, in bytes
   * @param maxPayload the largest payload to restore or to compress, in bytes
   */
  public PayloadCompression(Compression compression, int threshold, int maxPayload) {
    this.compression = compression.isPresent() ? compression : Compression.NONE;
    this.threshold = threshold;
    this.maxPayload = maxPayload;
  }

  /**
   * Returns the record to store in place of a complete one with a plain payload: that one, if the
   * region does not compress, or the payload is below the threshold or hardly shrinks.
   *
   * @param key the record's
   */
  public byte[] compressed(byte[] record, Key key) {
    int length = record.length - EntryFormat.HEADER_LENGTH;
    if (compression == Compression.NONE || length < threshold || length > maxPayload) {
      return record;
    }
    byte[] target = new byte[record.length - length / SAVED_SHARE];
    int written =
        compression.algorithm().compress(record, EntryFormat.HEADER_LENGTH, length, target, DATA);
    if (written < 0) {
      return record;
    }
    byte[] compressed = Arrays.copyOf(target, DATA + written);
    EntryFormat.writeCompressedHeader(compressed, key, record, compression.id());
    return compressed;
  }

  /**
   * Returns whether this JVM has what restores the payload of a record with {@link
   * EntryFormat#FLAG_COMPRESSED}. Says nothing about damage.
   */
  public static boolean canRestore(byte[] record) {
    return of(record) != null;
  }

  private static @Nullable Compression of(byte[] record) {
    Compression used =
        record.length < DATA ? null : Compression.withId(EntryFormat.compressionId(record));
    return used == null || !used.isPresent() ? null : used;
  }

  /**
   * Returns the plain payload of a record with {@link EntryFormat#FLAG_COMPRESSED}, in an array of
   * its length.
   *
   * @throws CodecException if it cannot be restored, or would be larger than allowed; no more
   *     memory is taken than the record justifies
   */
  public byte[] payload(byte[] record) {
    Compression used = of(record);
    if (used == null) {
      throw new CodecException("the payload is compressed in a way that is unknown here", null);
    }
    Algorithm algorithm = used.algorithm();
    int length = EntryFormat.plainLength(record);
    int from = record.length - DATA;
    if (length < 1 || length > maxPayload || length > (long) from * algorithm.highestRatio()) {
      throw new CodecException(
          "%,d bytes cannot stand for a payload of %,d bytes, of which %,d are allowed"
              .formatted(from, length, maxPayload),
          null);
    }
    byte[] payload = new byte[length];
    algorithm.restore(record, DATA, from, payload);
    return payload;
  }
}
