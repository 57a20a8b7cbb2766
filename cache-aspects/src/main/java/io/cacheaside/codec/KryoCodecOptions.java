package io.cacheaside.codec;

import java.util.List;

/**
 * The settings of a {@link KryoCodec}. Immutable; change a copy with the {@code with} methods.
 *
 * @param allow what may stand at positions whose declared type leaves the class open ({@code
 *     Object}, an interface or class that is not sealed): binary class names such as {@code
 *     com.shop.Order$Line}, all classes of a package ({@code com.shop.model.*}), or of a package
 *     and those below it ({@code com.shop.**}). A package is listed once, when the codec is made,
 *     from the directories and jars of the class path; it then stands for its concrete classes that
 *     are assignable to the declared type, but not where that is {@code Object}, {@code
 *     Serializable} or {@code Comparable}: there, classes must be named one by one. JVMs that list
 *     different classes have different fingerprints and so miss each other's entries, but never
 *     misread them.
 * @param maxPayloadBytes the largest payload that is written or read, in bytes, 1 to 512 MiB; the
 *     default of 1 MiB keeps a single value from blocking a connection for long
 * @param poolSize the number of idle encoders kept, a power of two from 1 to 256; when more threads
 *     are at work at once, they use short-lived ones. Each keeps up to 0.5 MB of buffers.
 */
public record KryoCodecOptions(List<String> allow, int maxPayloadBytes, int poolSize) {
  private static final int LARGEST_PAYLOAD = 512 << 20;
  private static final int LARGEST_POOL = 256;

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public KryoCodecOptions {
    allow = List.copyOf(allow);
    if (maxPayloadBytes < 1 || maxPayloadBytes > LARGEST_PAYLOAD) {
      throw new IllegalArgumentException(
          "max-value-bytes must be 1 to %,d bytes, but is %,d"
              .formatted(LARGEST_PAYLOAD, maxPayloadBytes));
    }
    if (poolSize < 1 || poolSize > LARGEST_POOL || Integer.bitCount(poolSize) != 1) {
      throw new IllegalArgumentException(
          "codec.pool-size must be a power of two from 1 to %d, but is %d"
              .formatted(LARGEST_POOL, poolSize));
    }
  }

  /** Returns the defaults: nothing allowed, 1 MiB, two to four encoders for each processor. */
  public static KryoCodecOptions defaults() {
    int wanted = Math.min(LARGEST_POOL / 2, 2 * Runtime.getRuntime().availableProcessors());
    return new KryoCodecOptions(List.of(), 1 << 20, Integer.highestOneBit(2 * wanted - 1));
  }

  /** Returns a copy that allows these classes and packages, and no others. */
  public KryoCodecOptions withAllow(List<String> allow) {
    return new KryoCodecOptions(allow, maxPayloadBytes, poolSize);
  }

  /** Returns a copy with another bound on the payload, in bytes. */
  public KryoCodecOptions withMaxPayloadBytes(int maxPayloadBytes) {
    return new KryoCodecOptions(allow, maxPayloadBytes, poolSize);
  }

  /** Returns a copy with another number of idle encoders, a power of two. */
  public KryoCodecOptions withPoolSize(int poolSize) {
    return new KryoCodecOptions(allow, maxPayloadBytes, poolSize);
  }
}
