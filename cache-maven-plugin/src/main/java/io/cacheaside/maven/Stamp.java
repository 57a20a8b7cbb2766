package io.cacheaside.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that remembers, from one build to the next, what something was done with. */
final class Stamp {
  private final Path file;

  Stamp(Path file) {
    this.file = file;
  }

  /** Returns whether it was last set to {@code fingerprint}. */
  boolean is(String fingerprint) throws IOException {
    return Files.exists(file) && Files.readString(file).equals(fingerprint);
  }

  void set(String fingerprint) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, fingerprint);
  }

  /** Forgets; before something begins that may fail halfway. */
  void clear() throws IOException {
    Files.deleteIfExists(file);
  }
}
