package io.cacheaside.engine.recovery;

import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Entry;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.key.Names;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Targets as the bytes that a journal keeps: {@code entry:} and the key, or {@code region:} and the
 * name. The only place where bytes are read as a target.
 */
final class TargetBytes {
  private static final byte[] ENTRY = "entry:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REGION = "region:".getBytes(StandardCharsets.US_ASCII);

  private TargetBytes() {}

  static byte[] of(Target target) {
    return target instanceof Entry entry
        ? joined(ENTRY, entry.key().bytes())
        : joined(REGION, target.region().name().getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] joined(byte[] kind, byte[] rest) {
    byte[] all = Arrays.copyOf(kind, kind.length + rest.length);
    System.arraycopy(rest, 0, all, kind.length, rest.length);
    return all;
  }

  /**
   * Returns what these bytes were made of.
   *
   * @param regions gets to know the region
   * @throws IllegalArgumentException if they were made of nothing that is known here
   */
  static Target read(byte[] bytes, Regions regions) {
    if (startsWith(REGION, bytes)) {
      return new Whole(regions.named(name(bytes, REGION.length, bytes.length)));
    }
    if (startsWith(ENTRY, bytes)) {
      int app = colon(bytes, ENTRY.length);
      int end = colon(bytes, app + 1);
      if (end + 1 >= bytes.length || bytes[end + 1] != '{') {
        throw notOurs();
      }
      Key key = Key.of(Arrays.copyOfRange(bytes, ENTRY.length, bytes.length));
      return new Entry(key, regions.named(name(bytes, app + 1, end)));
    }
    throw notOurs();
  }

  private static boolean startsWith(byte[] kind, byte[] bytes) {
    return bytes.length > kind.length && Arrays.equals(bytes, 0, kind.length, kind, 0, kind.length);
  }

  private static String name(byte[] bytes, int from, int end) {
    String name = new String(bytes, from, end - from, StandardCharsets.US_ASCII);
    if (!Names.isValid(name)) {
      throw notOurs();
    }
    return name;
  }

  private static IllegalArgumentException notOurs() {
    return new IllegalArgumentException(
        "it has not the form entry:<app>:<region>:{<key>} or region:<region>; remove the row, or"
            + " wait for a JVM with a newer version that may have written it");
  }

  /** Names hold no colon, so the first two of a key are those of its frame. */
  private static int colon(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != ':') {
      at++;
    }
    return at;
  }
}
