package io.cacheaside.compression;

import io.cacheaside.spi.CodecException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks. Loaded only where {@code at.yawk.lz4:lz4-java} is. */
final class Lz4 implements Algorithm {
  static final Algorithm ALGORITHM = new Lz4();

  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;

  /** With the library's native code where it can be loaded, else with its Java code. */
  private Lz4() {
    LZ4Factory factory = LZ4Factory.fastestInstance();
    this.compressor = factory.fastCompressor();
    this.decompressor = factory.safeDecompressor();
  }

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target, int at) {
    try {
      return compressor.compress(source, offset, length, target, at, target.length - at);
    } catch (LZ4Exception tooLarge) {
      return -1;
    }
  }

  @Override
  public void restore(byte[] source, int offset, int length, byte[] target) {
    int restored;
    try {
      restored = decompressor.decompress(source, offset, length, target, 0, target.length);
    } catch (LZ4Exception e) {
      throw new CodecException("a compressed payload is damaged: " + e.getMessage(), e);
    }
    if (restored != target.length) {
      throw new CodecException("a compressed payload is not as long as announced", null);
    }
  }

  @Override
  public int highestRatio() {
    return 255; // a length grows by 255 with each byte
  }
}
