package io.cacheaside.compression;

import org.jspecify.annotations.Nullable;

/**
 * How the payloads of a region are compressed when they are written. Whatever a region's setting,
 * every reader restores what any other wrote, if it has the library that it takes; otherwise the
 * entry is a miss.
 */
public enum Compression {
  /** Not at all: the least CPU. */
  NONE((byte) 0, null, null),
  /** By the JDK's zlib at its fastest level: the smaller entries, and no library. */
  DEFLATE((byte) 'D', null, null),
  /** As LZ4 blocks: larger, and several times faster; needs the library {@code lz4-java}. */
  LZ4((byte) 'L', "at.yawk.lz4:lz4-java", "net.jpountz.lz4.LZ4Factory");

  private final byte id;
  private final @Nullable String missingLibrary;

  Compression(byte id, @Nullable String library, @Nullable String classOfLibrary) {
    this.id = id;
    this.missingLibrary = classOfLibrary == null || isPresent(classOfLibrary) ? null : library;
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, Compression.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Returns whether the library that it takes is on the class path. */
  boolean isPresent() {
    return missingLibrary == null;
  }

  /**
   * Returns what is wrong with using it here, as the end of a sentence, or null if nothing is.
   * Loads the library.
   */
  public @Nullable String problem() {
    if (missingLibrary != null) {
      return "needs a library that is not there; add " + missingLibrary + " or use deflate";
    }
    try {
      if (this != NONE) {
        algorithm();
      }
      return null;
    } catch (LinkageError e) {
      return "cannot be loaded: " + e + "; use deflate";
    }
  }

  /** Returns its id as it stands in records. */
  byte id() {
    return id;
  }

  /** Returns the one with this id, or null if there is none. */
  static @Nullable Compression withId(byte id) {
    return switch (id) {
      case 'D' -> DEFLATE;
      case 'L' -> LZ4;
      default -> null;
    };
  }

  /** Returns what compresses and restores; only if it does and no library is missing. */
  Algorithm algorithm() {
    return switch (this) {
      case DEFLATE -> Deflate.ALGORITHM;
      case LZ4 -> Lz4.ALGORITHM; // first loaded here
      case NONE -> throw new IllegalStateException("nothing is compressed");
    };
  }
}
