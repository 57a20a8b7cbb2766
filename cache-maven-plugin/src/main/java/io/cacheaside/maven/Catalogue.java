package io.cacheaside.maven;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import io.cacheaside.key.Names;
import io.cacheaside.weaving.CacheAnnotation;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report: what is cached and invalidated where, under which keys. */
final class Catalogue {
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final String JSON_FILE = "catalogue.json";
  private static final String TABLE_FILE = "catalogue.txt";
  private static final List<String> HEADINGS =
      List.of("class", "method", "annotation", "key", "ttl", "negativeTtl", "region");

  private final List<Entry> entries;

  private Catalogue(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Lists each key of each annotation, and each region that is cleared as a whole, ordered by class
   * and method.
   */
  static Catalogue of(ScanResult result) {
    List<Entry> entries = new ArrayList<>();
    for (ScannedClass found : result.annotated()) {
      for (ScannedMethod method : found.methods()) {
        for (CacheAnnotation annotation : method.annotations()) {
          if (annotation.keys().isEmpty()) { // the whole region
            entries.add(entry(method, annotation, null));
          }
          annotation.keys().forEach(key -> entries.add(entry(method, annotation, key)));
        }
      }
    }
    // stable: the annotations and keys of a method stay in their order
    entries.sort(Comparator.comparing(Entry::className).thenComparing(Entry::method));
    return new Catalogue(entries);
  }

  private static Entry entry(
      ScannedMethod method, CacheAnnotation annotation, @Nullable String key) {
    return new Entry(
        method.className(),
        method.toString().substring(method.className().length() + 1),
        annotation.kind().toString(),
        key,
        annotation.ttl().isEmpty() ? null : annotation.ttl(),
        annotation.negativeTtl().isEmpty() ? null : annotation.negativeTtl(),
        annotation.region().isEmpty() ? Names.DEFAULT_REGION : annotation.region());
  }

  /** Removes what {@link #writeTo} has written to {@code directory}, if it has. */
  static void deleteFrom(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(JSON_FILE));
    Files.deleteIfExists(directory.resolve(TABLE_FILE));
  }

  /** Writes {@code catalogue.json} and {@code catalogue.txt}; returns the latter. */
  Path writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(JSON_FILE), json());
    return Files.writeString(directory.resolve(TABLE_FILE), table());
  }

  /** An array with one object for each line of the table; what was left out is left out. */
  String json() {
    return JSON.toJson(entries) + "\n";
  }

  String table() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    entries.forEach(entry -> rows.add(entry.cells()));
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < HEADINGS.size(); column++) {
        int width = width(rows, column);
        line.append(row.get(column)).append(" ".repeat(width + 2 - row.get(column).length()));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private record Entry(
      @SerializedName("class") String className,
      String method,
      String annotation,
      @Nullable String key,
      @Nullable String ttl,
      @Nullable String negativeTtl,
      String region) {

    List<String> cells() {
      return List.of(
          className, method, annotation, orDash(key), orDash(ttl), orDash(negativeTtl), region);
    }

    private static String orDash(@Nullable String text) {
      return text == null ? "-" : text;
    }
  }
}
