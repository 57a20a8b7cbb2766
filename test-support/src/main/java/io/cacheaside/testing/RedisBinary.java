package io.cacheaside.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * An executable server: Redis, or one that came from it.
 *
 * @param file its path
 * @param product what it calls itself, for example {@code Redis}
 * @param version what it says of itself, for example {@code 7.0.15}
 * @param origin for a log: where it comes from
 */
record RedisBinary(String file, String product, String version, String origin) {
  static final String ON_PATH = "redis-server on the PATH";

  private static final Pattern VERSION = Pattern.compile("(\\w+) server v=(\\S+)");
  private static @Nullable RedisBinary embedded;

  /** Returns the first redis-server in these directories, or null. */
  static @Nullable String onPath(String path) {
    for (String directory : path.split(Pattern.quote(File.pathSeparator), -1)) {
      try {
        Path candidate = Path.of(directory, "redis-server");
        if (!directory.isEmpty() && Files.isExecutable(candidate)) {
          return candidate.toString();
        }
      } catch (InvalidPathException e) {
        // a broken entry of the PATH is not our concern
      }
    }
    return null;
  }

  /**
   * Asks the server of what version it is.
   *
   * @throws IllegalStateException if it cannot be run, or is no server
   */
  static RedisBinary at(String file, String origin) {
    try {
      Process process = new ProcessBuilder(file, "--version").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(text);
      if (version.find()) {
        return new RedisBinary(file, version.group(1), version.group(2), origin);
      }
      throw new IllegalStateException(
          file + " --version said \"" + text.strip() + "\"; is it a redis-server?");
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be run: " + e.getMessage(), e);
    }
  }

  /** Returns the binary of embedded-redis, unpacked once in a JVM. */
  static synchronized RedisBinary embedded() {
    RedisBinary binary = embedded;
    if (binary == null) {
      binary = at(unpack(), "redis-server of embedded-redis");
      embedded = binary;
    }
    return binary;
  }

  private static String unpack() {
    String os = System.getProperty("os.name", "");
    if (os.toLowerCase(Locale.ROOT).startsWith("windows")) {
      throw new IllegalStateException(
          "embedded-redis has only Redis 5.0 for Windows, which is too old; start Docker, or set "
              + RedisKind.URI);
    }
    try {
      return ExecutableProvider.newJarResourceProvider().get().getPath();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "embedded-redis has no redis-server for "
              + os
              + " on "
              + System.getProperty("os.arch")
              + "; install redis-server, start Docker, or set "
              + RedisKind.URI,
          e);
    }
  }
}
