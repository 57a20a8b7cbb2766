package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes valid payloads into ones that are mostly not. */
final class Mutation {
  private final Random random;
  private final List<byte[]> seeds;
  private final int[] lengths;

  /** {@code lengths} are numbers to write where a length might stand. */
  Mutation(long seed, List<byte[]> seeds, int... lengths) {
    this.random = new Random(seed);
    this.seeds = seeds;
    this.lengths = lengths;
  }

  byte[] of(byte[] source) {
    byte[] bytes = source.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = step(bytes);
    }
    return bytes;
  }

  private byte[] step(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = (byte) 0xFF;
      case 3 -> bytes[at] = 0;
      case 4 -> {
        return Arrays.copyOf(bytes, at + 1);
      }
      case 5 -> {
        return join(bytes, at, hugeLength(), 0, bytes, at + 1);
      }
      case 6 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        return join(bytes, at, other, random.nextInt(other.length), bytes, bytes.length);
      }
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
        return join(bytes, end, new byte[0], 0, bytes, at); // repeats a piece
      }
    }
    return bytes;
  }

  private byte[] hugeLength() {
    Output output = new Output(16);
    int length = lengths[random.nextInt(lengths.length)];
    if (random.nextBoolean()) {
      output.writeVarInt(length, true);
    } else {
      output.writeVarIntFlag(random.nextBoolean(), length, true);
    }
    return output.toBytes();
  }

  private static byte[] join(
      byte[] head, int headEnd, byte[] middle, int middleStart, byte[] tail, int tailStart) {
    int middleLength = middle.length - middleStart;
    byte[] all = Arrays.copyOf(head, headEnd + middleLength + tail.length - tailStart);
    System.arraycopy(middle, middleStart, all, headEnd, middleLength);
    System.arraycopy(tail, tailStart, all, headEnd + middleLength, tail.length - tailStart);
    return all.length == 0 ? new byte[1] : all;
  }
}
