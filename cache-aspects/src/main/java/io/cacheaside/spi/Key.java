package io.cacheaside.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The physical key of one entry, as Redis sees it: {@code <app>:<region>:{<key>}} in UTF-8.
 *
 * <p>Instances are immutable as long as nobody writes to the array given to {@link #of} or returned
 * by {@link #bytes}; neither is copied, because a key is made once per call. This class is
 * threadsafe.
 */
public final class Key {
  private final byte[] bytes;
  private int hash;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the key with these bytes, which are kept and must not be changed afterwards. */
  public static Key of(byte[] bytes) {
    return new Key(bytes);
  }

  /** Returns the key with this text in UTF-8. */
  public static Key of(String text) {
    return new Key(text.getBytes(StandardCharsets.UTF_8));
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

  /** Returns the key's text. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
