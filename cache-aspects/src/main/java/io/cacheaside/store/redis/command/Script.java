package io.cacheaside.store.redis.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The atomic steps of the protocol, each a Lua file beside this class. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes to the arrays
enum Script {
  ACQUIRE,
  POPULATE,
  COMMIT,
  RENEW,
  RELEASE,
  FENCE,
  INVALIDATE,
  REMOVE,
  GENERATION;

  private final byte[] source;
  private final byte[] sha1;

  Script() {
    String file = name().toLowerCase(Locale.ROOT) + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is missing beside " + Script.class.getName() + "; the jar is not complete");
      }
      source = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(source);
      sha1 = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  /** Returns the text; not a copy. */
  byte[] source() {
    return source;
  }

  /** Returns the name under which Redis keeps the text, 40 hexadecimal digits; not a copy. */
  byte[] sha1() {
    return sha1;
  }
}
