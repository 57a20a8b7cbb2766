package io.cacheaside.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The physical key of one entry, as Redis sees it: {@code <app>:<region>:{<key>}} in UTF-8.
 *
 * <p>Keys hold what the application is asked for: names, addresses, tokens. So {@link #toString}
 * does not show that, unless the configuration says {@code log-keys = true}; {@link #text} does.
 *
 * <p>Instances are immutable as long as nobody writes to the array given to {@link #of} or returned
 * by {@link #bytes}; neither is copied, because a key is made once per call. This class is
 * threadsafe.
 */
public final class Key {
  private static final int HASH_BYTES = 4;
  private static final String SHOWN = "";

  private final byte[] bytes;

  /** What stands for the text; null for nothing, empty for the text itself. */
  private final @Nullable String label;

  private int hash;

  private Key(byte[] bytes, @Nullable String label) {
    this.bytes = bytes;
    this.label = label;
  }

  /** Returns the key with these bytes, which are kept and must not be changed afterwards. */
  public static Key of(byte[] bytes) {
    return new Key(bytes, null);
  }

  /** Returns the key with this text in UTF-8. */
  public static Key of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the key with these bytes, kept as by {@link #of(byte[])}, that shows its template.
   *
   * @param template what the text between the braces was made from, {@code user:{id}}
   */
  public static Key ofTemplate(byte[] bytes, String template) {
    return new Key(bytes, template);
  }

  /** Returns the key with these bytes, kept as by {@link #of(byte[])}, that shows its text. */
  public static Key shown(byte[] bytes) {
    return new Key(bytes, SHOWN);
  }

  /** Returns the bytes themselves, not a copy; they must not be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(bytes);
      hash = h;
    }
    return h;
  }

  /** Returns the key's text, which may be confidential. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns what may be logged: the text with the template in place of what stands between the
   * braces, and a hash by which the key is known again, {@code shop:default:{user:{id}}#5d41402a}.
   * Who can guess a key can compare its hash.
   */
  @Override
  public String toString() {
    if (SHOWN.equals(label)) {
      return text();
    }
    String frame = frame();
    return label == null ? frame + "#" + hashText() : frame + "{" + label + "}#" + hashText();
  }

  /** Returns what stands before the braces: names that the application's code holds. */
  private String frame() {
    String text = text();
    int brace = text.indexOf('{');
    return brace < 0 ? "" : text.substring(0, brace);
  }

  private String hashText() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
