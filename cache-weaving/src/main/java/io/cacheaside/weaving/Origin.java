package io.cacheaside.weaving;

import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files behind the URLs of class loaders. */
final class Origin {
  private Origin() {}

  /** Returns the jar that a class was loaded from, or null if it was none. */
  static @Nullable Path jarOf(Class<?> type) {
    return source(type).map(Origin::jar).orElse(null);
  }

  /** Returns where a class says it was loaded from, if it does. */
  static Optional<URL> source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source == null ? null : source.getLocation());
  }

  /**
   * Returns the jar file that a URL points into, the outermost if there are several: {@code
   * jar:file:/a.jar!/b.class}, {@code file:/a.jar}, and Spring Boot's {@code
   * jar:nested:/a.jar/!classes/!/b.class}. Null if there is none.
   */
  static @Nullable Path jar(URL url) {
    String text = url.toString();
    text = text.startsWith("jar:") ? text.substring("jar:".length()) : text;
    int inside = text.indexOf('!');
    text = inside < 0 ? text : text.substring(0, inside);
    text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    text = text.startsWith("nested:") ? "file:" + text.substring("nested:".length()) : text;
    if (!text.startsWith("file:")) {
      return null;
    }
    try {
      Path path = Path.of(URI.create(text));
      return Files.isRegularFile(path) ? path : null;
    } catch (RuntimeException e) {
      return null; // not the URL of a file of this system
    }
  }

  /** Returns how messages name the place of a class: the jar if there is one, else the URL. */
  static String name(URL url) {
    Path jar = jar(url);
    return jar == null ? url.toString() : jar.toString();
  }
}
