package io.cacheaside.compression;

import io.cacheaside.spi.CodecException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The JDK's own zlib at its fastest level, without zlib's header and checksum: a record has its
 * own.
 */
final class Deflate implements Algorithm {
  static final Algorithm ALGORITHM = new Deflate();

  private Deflate() {}

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target, int at) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(source, offset, length);
      deflater.finish();
      int written = deflater.deflate(target, at, target.length - at);
      return deflater.finished() ? written : -1;
    } finally {
      deflater.end(); // its memory is not the heap's: it must not wait for a collection
    }
  }

  @Override
  public void restore(byte[] source, int offset, int length, byte[] target) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(source, offset, length);
      int restored = inflate(inflater, target);
      // The mark of the end may be unread when the target is full.
      int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
      if (restored != target.length || more != 0 || !inflater.finished()) {
        throw new CodecException("a compressed payload is not as long as announced", null);
      }
      if (inflater.getRemaining() != 0) {
        throw new CodecException(
            "%,d bytes follow a compressed payload".formatted(inflater.getRemaining()), null);
      }
    } catch (DataFormatException e) {
      throw new CodecException("a compressed payload is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static int inflate(Inflater inflater, byte[] target) throws DataFormatException {
    int at = 0;
    while (at < target.length) {
      int count = inflater.inflate(target, at, target.length - at);
      if (count == 0) {
        return at; // the end, or not enough input, or a dictionary is asked for
      }
      at += count;
    }
    return at;
  }

  @Override
  public int highestRatio() {
    return 1032; // 258 bytes in two bits
  }
}
