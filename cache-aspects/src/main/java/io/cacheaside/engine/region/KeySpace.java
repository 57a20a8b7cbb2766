package io.cacheaside.engine.region;

import io.cacheaside.key.KeyBuffer;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The frame around the key texts of one region: {@code <app>:<region>:{<key>}}. The braces keep an
 * entry and what belongs to it in one slot of a Cluster.
 *
 * <p>A key text of more than 512 bytes is cut there and continued by {@code #} and 128 bits of its
 * SHA-256. Such a text is longer than any that is not cut, so the two cannot meet.
 */
public record KeySpace(String prefix, boolean logKeys) {
  static final int MAX_TEXT_LENGTH = 512;

  /**
   * Returns the frame of a region.
   *
   * @param logKeys whether keys show their text
   */
  public static KeySpace of(String app, String region, boolean logKeys) {
    return new KeySpace(app + ":" + region + ":{", logKeys);
  }

  /**
   * Returns the key of a region's generation. It is no key of an entry, even if a region is called
   * {@code g}: those end in a brace, and a region's name holds none.
   */
  public static Key generationKey(String app, String region) {
    return Key.shown((app + ":g:" + region).getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns a new array with what each key of the region begins with, in ASCII. */
  public byte[] prefixBytes() {
    return prefix.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns the key whose text stands in the buffer behind the prefix.
   *
   * @param template that the text was made from, if the key shows that and not its text
   */
  public static Key finish(KeyBuffer buffer, int prefixLength, @Nullable String template) {
    byte[] bytes;
    if (buffer.length() - prefixLength > MAX_TEXT_LENGTH) {
      bytes = shortened(buffer.toByteArray(), prefixLength);
    } else {
      buffer.appendAscii('}');
      bytes = buffer.release();
    }
    return template == null ? Key.shown(bytes) : Key.ofTemplate(bytes, template);
  }

  private static byte[] shortened(byte[] whole, int prefixLength) {
    int end = prefixLength + MAX_TEXT_LENGTH;
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(whole);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] tail =
        ("#" + HexFormat.of().formatHex(digest, 0, 16) + "}").getBytes(StandardCharsets.US_ASCII);
    byte[] key = Arrays.copyOf(whole, end + tail.length);
    System.arraycopy(tail, 0, key, end, tail.length);
    return key;
  }
}
