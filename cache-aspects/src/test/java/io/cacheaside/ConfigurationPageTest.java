package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.config.ConfigDraft;
import io.cacheaside.config.Setting;
import io.cacheaside.config.SettingRows;
import io.cacheaside.config.SettingTable;
import io.cacheaside.config.SettingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeps the tables of {@code docs/configuration.md} equal to that of the settings. After a change,
 * run this test with {@code -Dcacheaside.write-docs=true} and look at the difference.
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final Path README = Path.of("../README.md");
  private static final String HEAD =
      "| property | environment | default | range | |\n|---|---|---|---|---|\n";

  /** What the tables stand between: of everything, and of regions. */
  private static String begin(boolean ofRegions) {
    return "<!-- %s: written by ConfigurationPageTest -->\n"
        .formatted(ofRegions ? "regions" : "all");
  }

  private static final String END = "<!-- end -->\n";

  private static <T> String row(Setting<T> setting) {
    T fallback = setting.fallback();
    String inWords = fallback == null ? setting.otherwise() : setting.type().write(fallback);
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            setting.variable(),
            inWords.isEmpty() ? "–" : fallback == null ? inWords : "`" + inWords + "`",
            range(setting.type().range()),
            setting.text());
  }

  private static String range(String range) {
    return range.isEmpty()
        ? "–"
        : "`" + range.replace(", ", "`, `").replace(" to ", "` to `") + "`";
  }

  private static String rows(SettingTable table, boolean ofRegions) {
    return table.rows().stream()
        .filter(row -> row.isOfRegion() == ofRegions)
        .map(ConfigurationPageTest::row)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String page(String page, SettingTable table) {
    String written = page;
    for (boolean ofRegions : new boolean[] {false, true}) {
      int begin = written.indexOf(begin(ofRegions)) + begin(ofRegions).length();
      int end = written.indexOf(END, begin);
      written =
          written.substring(0, begin)
              + "\n"
              + rows(table, ofRegions)
              + "\n"
              + written.substring(end);
    }
    return written;
  }

  @Test
  void page_hasTheTable() throws IOException {
    String expected = page(Files.readString(PAGE), Settings.TABLE);
    if (Boolean.getBoolean("cacheaside.write-docs")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  @Test
  void readme_saysOfItsSettingsWhatThePageSays() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    List<String> shown =
        Files.readAllLines(README).stream().filter(line -> line.contains("`CACHEASIDE_")).toList();
    assertThat(shown).hasSizeGreaterThan(3);
    for (String line : shown) {
      String[] cells = line.split(" \\| ", -1);
      String same = String.join(" | ", cells[0], cells[1], cells[2], "");
      assertThat(page).as(line).anyMatch(row -> row.startsWith(same));
    }
  }

  // A row more

  private static final SettingRows ROWS = new SettingRows();
  private static final Setting<Duration> NEW =
      ROWS.row("brand-new", "what it does")
          .of(SettingType.duration("1s", "2s"), Duration.ofSeconds(1));
  private static final Setting<Integer> NEW_OF_REGIONS =
      ROWS.row("region.<name>.brand-new", "of one")
          .optional(SettingType.number(1, 2), "annotation");

  private static SettingTable withNewRows() {
    List<Setting<?>> rows = new ArrayList<>(Settings.TABLE.rows());
    rows.add(0, NEW);
    rows.add(NEW_OF_REGIONS);
    return new SettingTable(rows);
  }

  private static void assertIsSet(ConfigDraft draft) {
    assertThat(draft.problems()).isEmpty();
    assertThat(draft.values().get(NEW)).isEqualTo(Duration.ofSeconds(2));
    assertThat(draft.regions().get("users").get(NEW_OF_REGIONS)).isEqualTo(2);
  }

  @Test
  void newRow_isOnThePage() throws IOException {
    assertThat(page(Files.readString(PAGE), withNewRows()))
        .contains(
            HEAD
                + "| `brand-new` | `CACHEASIDE_BRAND_NEW` | `1s` | `1s` to `2s` | what it does |\n")
        .contains(
            "| `region.<name>.brand-new` | `CACHEASIDE_REGION_<NAME>_BRAND_NEW` | annotation | `1`"
                + " to `2` | of one |\n\n"
                + END);
  }

  @Test
  void newRow_canBeSetInAMap_inTheEnvironment_andInAFile(@TempDir Path folder) throws IOException {
    ConfigDraft map = new ConfigDraft(withNewRows());
    map.map(Map.of("brand-new", "2s", "cacheaside.region.users.brand-new", "2"));
    assertIsSet(map);
    ConfigDraft environment = new ConfigDraft(withNewRows());
    environment.environment(
        Map.of("CACHEASIDE_BRAND_NEW", "2s", "CACHEASIDE_REGION_USERS_BRAND_NEW", "2"));
    assertIsSet(environment);
    ConfigDraft file = new ConfigDraft(withNewRows());
    file.properties(
        Files.writeString(folder.resolve("a"), "brand-new=2s\nregion.users.brand-new=2"));
    assertIsSet(file);
    ConfigDraft code = new ConfigDraft(withNewRows());
    code.set(NEW, Duration.ofSeconds(2));
    code.set("users", NEW_OF_REGIONS, 2);
    assertIsSet(code);
  }

  @Test
  void newRow_isInMessages() {
    ConfigDraft draft = new ConfigDraft(withNewRows());
    draft.map(Map.of("brand-new", "3s", "region.users.brand-new", "3", "brandNew", "1s"));
    draft.environment(Map.of("CACHEASIDE_REGION_USERS_BRANDNEW", "1"));
    draft.map(Map.of("nothing-like-it", ""));
    assertThat(draft.problems())
        .startsWith(
            "brand-new \"3s\" in the map of settings is not between 1s and 2s",
            "setting \"brandNew\" in the map of settings is unknown; did you mean \"brand-new\"?",
            "region.users.brand-new \"3\" in the map of settings is not between 1 and 2")
        .last()
        .asString()
        .startsWith(
            "setting \"nothing-like-it\" in the map of settings is unknown; known are brand-new,"
                + " redis-uri, ")
        .endsWith(" and region.<name>.brand-new");
  }

  /** A row that is known to the unchanged table nowhere proves that these tests can fail. */
  @Test
  void rowThatIsNotInTheTable_isUnknown() {
    assertThatThrownBy(
            () ->
                CacheAsideConfig.builder()
                    .redis("redis://localhost")
                    .settings(Map.of("brand-new", "2s"))
                    .build())
        .hasMessageStartingWith(
            "CacheAside is not configured properly: setting \"brand-new\" in the map of settings is"
                + " unknown; ");
  }
}
