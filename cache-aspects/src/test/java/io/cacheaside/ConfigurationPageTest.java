package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code docs/configuration.md} says about settings is what the code does. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`.*");

  /** The cells of each row, by the setting's name. */
  private static final Map<String, List<String>> ROWS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(PAGE)) {
      List<String> cells = List.of(line.split("\\|", -1));
      Matcher name = NAME.matcher(cells.size() > 4 ? cells.get(1).strip() : "");
      if (name.matches()) {
        ROWS.put(name.group(1), cells.stream().map(String::strip).toList());
      }
    }
  }

  private static String row(String name) {
    List<String> cells = ROWS.getOrDefault(name, List.of("", "", "", "none", "none"));
    return name + ": " + cells.get(3) + ", " + cells.get(4);
  }

  @Test
  void ranges_areThoseOfTheCode() {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (DurationSetting setting : Settings.DURATIONS) {
      String fallback =
          setting.fallback() == null
              ? ROWS.get(setting.name()).get(3) // what annotations say, in words
              : "`" + Texts.of(setting.fallback()) + "`";
      String range = "`" + Texts.of(setting.min()) + "` to `" + Texts.of(setting.max()) + "`";
      expected.add(setting.name() + ": " + fallback + ", " + range);
      found.add(row(setting.name()));
    }
    for (NumberSetting setting : Settings.NUMBERS) {
      String range = "`" + setting.min() + "` to `" + setting.max() + "`";
      expected.add(setting.name() + ": `" + setting.fallback() + "`, " + range);
      found.add(row(setting.name()));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void names_areThoseThatAFileMayHave() {
    assertThatThrownBy(
            () -> CacheAsideConfig.builder().environment(Map.of("CACHEASIDE_NONE", "")).build())
        .satisfies(
            unknown -> {
              String message = unknown.getMessage();
              String list =
                  message.substring(
                      message.indexOf("known are ") + 10,
                      message.indexOf('\n', message.indexOf("known are ")));
              Set<String> names = new HashSet<>(List.of(list.split(", | and ", -1)));
              assertThat(ROWS.keySet()).isEqualTo(names);
            });
  }

  @Test
  void variables_areTheNamesInCapitals() {
    ROWS.forEach(
        (name, cells) -> {
          String plain = name.replace("<name>", "<NAME>").replaceAll("[-.]", "_");
          assertThat(cells.get(2)).isEqualTo("`CACHEASIDE_" + plain.toUpperCase(Locale.ROOT) + "`");
        });
  }
}
