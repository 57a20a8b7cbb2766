package io.cacheaside.compression;

import io.cacheaside.spi.CodecException;

/** A way to compress blocks of bytes whose size is known. Threadsafe. */
interface Algorithm {

  /**
   * Compresses {@code length} bytes of {@code source}, from {@code offset}.
   *
   * @param target receives the result from {@code at} to its end
   * @return the length of the result, or -1 if the target has no room for it
   */
  int compress(byte[] source, int offset, int length, byte[] target, int at);

  /**
   * Restores a block from {@code length} bytes of {@code source}, from {@code offset}.
   *
   * @param target exactly as long as the block was
   * @throws CodecException if the bytes are anything but one block of this length
   */
  void restore(byte[] source, int offset, int length, byte[] target);

  /** Returns how many bytes one compressed byte can become at most. */
  int highestRatio();
}
