package io.cacheaside.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A hash over everything that decides what bytes mean: the classes reachable from a type by name,
 * with their fields and the types of these, the constants of enums, the classes a position admits.
 * Classes of the JDK count by name only, and nothing depends on the order in which reflection lists
 * things, so it is the same in each JVM.
 */
final class Fingerprint {
  /** The version of all forms in this package; to be raised when any of them changes. */
  static final String VERSION = "kryo-codec 1";

  private final SortedMap<String, String> definitions = new TreeMap<>();

  /** Adds what stands behind a name. */
  void define(String name, List<String> parts) {
    definitions.put(name, String.join("; ", parts));
  }

  /** Returns the hash for a root type, given all definitions. */
  long of(ResolvedType root) {
    StringBuilder text = new StringBuilder(VERSION).append('\n').append(root).append('\n');
    definitions.forEach(
        (name, parts) -> text.append(name).append(" = ").append(parts).append('\n'));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
