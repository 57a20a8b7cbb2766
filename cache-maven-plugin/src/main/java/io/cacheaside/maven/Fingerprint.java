package io.cacheaside.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over a sequence of parts; other parts, or another order, give another text. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Fingerprint add(byte[] content) {
    digest.update((content.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(content);
    return this;
  }

  /** Adds name, size and modification time of a file, or of the class files below a directory. */
  Fingerprint addState(Path path) throws IOException {
    add(path.toString());
    if (Files.isDirectory(path)) {
      for (Path file : classFiles(path)) {
        addFileState(file);
      }
    } else if (Files.exists(path)) {
      addFileState(path);
    }
    return this;
  }

  /** Ends the calculation. */
  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void addFileState(Path file) throws IOException {
    add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
  }

  private static List<Path> classFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
