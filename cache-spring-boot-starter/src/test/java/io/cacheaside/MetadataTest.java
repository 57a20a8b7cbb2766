package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps what IDEs know of the properties equal to the table of settings. After a change, run this
 * test with {@code -Dcacheaside.write-docs=true} and look at the difference.
 */
class MetadataTest {
  private static final Path FILE =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

  private static final String OWN =
      """
          {
            "name": "cacheaside.enabled",
            "type": "java.lang.Boolean",
            "description": "Whether there is a cache; without it, methods run as if they were not annotated.",
            "defaultValue": true
          },
          {
            "name": "cacheaside.store",
            "type": "java.lang.String",
            "description": "Where values are kept: in Redis, or, for tests and development, in the memory of this JVM.",
            "defaultValue": "redis"
          },
          {
            "name": "cacheaside.interface-check",
            "type": "java.lang.String",
            "description": "What the start does about annotated methods of interfaces that no bean implements.",
            "defaultValue": "fail"
          }""";

  private static String json() {
    List<String> properties = new ArrayList<>(List.of(OWN));
    List<String> hints =
        new ArrayList<>(
            List.of(
                hint("cacheaside.store", "redis, memory"),
                hint("cacheaside.interface-check", "fail, warn, off")));
    List<String> ofRegions = new ArrayList<>();
    for (Setting<?> row : Settings.TABLE.rows()) {
      if (row.isOfRegion()) {
        ofRegions.add(row.attribute());
      } else {
        properties.add(property(row));
        if (isChoice(row)) {
          hints.add(hint("cacheaside." + row.name(), row.type().range()));
        }
      }
    }
    properties.add(
        """
            {
              "name": "cacheaside.regions",
              "type": "java.util.Map<java.lang.String,java.util.Map<java.lang.String,java.lang.String>>",
              "description": "What overrules the annotations, by the names of regions, as in cacheaside.regions.users.ttl: %s."
            }"""
            .formatted(String.join(", ", ofRegions)));
    return """
    {
      "properties": [
    %s
      ],
      "hints": [
    %s
      ]
    }
    """
        .formatted(indented(properties), indented(hints));
  }

  private static String indented(List<String> elements) {
    return elements.stream()
        .map(each -> each.stripIndent().indent(4).stripTrailing())
        .collect(Collectors.joining(",\n"));
  }

  private static <T> String property(Setting<T> row) {
    T fallback = row.fallback();
    String text = row.text().replaceAll("[`]", "").replace("\"", "\\\"");
    return """
    {
      "name": "cacheaside.%s",
      "type": "%s",
      "description": "%s."%s
    }"""
        .formatted(
            row.name(),
            type(row),
            row.text().startsWith("`") ? text : capitalized(text),
            fallback == null || fallback instanceof List
                ? ""
                : ",\n  \"defaultValue\": " + value(fallback, row.type().write(fallback)));
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String value(Object fallback, String text) {
    return fallback instanceof Integer || fallback instanceof Boolean ? text : "\"" + text + "\"";
  }

  private static String type(Setting<?> row) {
    Object fallback = row.fallback();
    if (fallback instanceof Duration
        || fallback instanceof Integer
        || fallback instanceof Boolean) {
      return fallback.getClass().getName();
    }
    return fallback instanceof List
        ? "java.util.List<java.lang.String>"
        : fallback instanceof Enum ? fallback.getClass().getName() : "java.lang.String";
  }

  private static boolean isChoice(Setting<?> row) {
    return row.fallback() instanceof Enum;
  }

  private static String hint(String name, String values) {
    return """
    {
      "name": "%s",
      "values": [
    %s
      ]
    }"""
        .formatted(
            name,
            List.of(values.split(", ")).stream()
                .map(value -> "    { \"value\": \"" + value + "\" }")
                .collect(Collectors.joining(",\n")));
  }

  @Test
  void metadata_hasTheTable() throws IOException {
    if (Boolean.getBoolean("cacheaside.write-docs")) {
      Files.writeString(FILE, json());
    }
    assertThat(FILE).content().isEqualTo(json());
  }

  @Test
  void metadata_hasTypesDefaultsAndChoices() throws IOException {
    assertThat(Files.readString(FILE))
        .contains(
            "\"name\": \"cacheaside.command-timeout\",\n      \"type\": \"java.time.Duration\"")
        .contains("\"name\": \"cacheaside.weaving-check\"")
        .contains("{ \"value\": \"fail\" }");
  }
}
