package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.Setting;
import io.cacheaside.config.SettingValues;
import io.cacheaside.key.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of settings, in each way in which it can be set. */
class SettingsTest {
  private static final String PLACE = "CacheAside is not configured properly: ";
  private static final String REGION = "my.users";

  /** As the environment can name it. */
  private static final String PLAIN_REGION = "my_users";

  private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
  private static final String OLD_URI = "redis://localhost";

  @TempDir private static Path folder;

  /** A way to set something; {@code place} is what messages call it. */
  private enum Way {
    FILE(" in all.properties"),
    FILE_WITH_PREFIX(" in all.properties"),
    ENVIRONMENT(" in the environment"),
    MAP(" in the map of settings"),
    MAP_WITH_PREFIX(" in the map of settings"),
    CODE("");

    private final String place;

    Way(String place) {
      this.place = place;
    }

    String region() {
      return this == ENVIRONMENT ? PLAIN_REGION : REGION;
    }

    String name(Setting<?> setting) {
      return setting.name().replace("<name>", region());
    }

    void set(CacheAsideConfig.Builder builder, Setting<?> setting, String text) {
      String name = name(setting);
      switch (this) {
        case FILE -> builder.properties(file(name + " = " + text));
        case FILE_WITH_PREFIX -> builder.properties(file("cacheaside." + name + "=" + text));
        case ENVIRONMENT ->
            builder.environment(
                Map.of(setting.variable().replace("<NAME>", "MY_USERS"), text, "PATH", "/bin"));
        case MAP -> builder.settings(Map.of(name, text));
        case MAP_WITH_PREFIX -> builder.settings(Map.of("cacheaside." + name, text));
        case CODE -> call(builder, setting, setting.type().read(text));
      }
    }
  }

  private static Path file(String line) {
    try {
      return Files.writeString(folder.resolve("all.properties"), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String methodName(Setting<?> setting) {
    if (setting.equals(Settings.REDIS_URI)) {
      return "redis";
    }
    StringBuilder name = new StringBuilder();
    for (String word : setting.attribute().split("-", -1)) {
      name.append(
          name.isEmpty() ? word.substring(0, 1) : word.substring(0, 1).toUpperCase(Locale.ROOT));
      name.append(word.substring(1));
    }
    return name.toString();
  }

  private static Stream<Method> methods(Class<?> builder) {
    return Arrays.stream(builder.getMethods())
        .filter(method -> method.getDeclaringClass() == builder);
  }

  private static void call(CacheAsideConfig.Builder builder, Setting<?> setting, Object value) {
    Object argument = value instanceof List<?> names ? names.toArray(new String[0]) : value;
    if (setting.isOfRegion()) {
      builder.region(REGION, region -> call(region, setting, argument));
    } else {
      call((Object) builder, setting, argument);
    }
  }

  private static void call(Object builder, Setting<?> setting, Object argument) {
    try {
      Method method =
          methods(builder.getClass())
              .filter(each -> each.getName().equals(methodName(setting)))
              .findAny()
              .orElseThrow(
                  () -> new AssertionError(builder.getClass() + " has no " + methodName(setting)));
      assertThat(method.invoke(builder, argument)).isSameAs(builder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static CacheAsideConfig.Builder builder(Setting<?> setting) {
    CacheAsideConfig.Builder builder = CacheAsideConfig.builder().lease(LONGEST_LEASE);
    return setting.equals(Settings.REDIS_URI) ? builder : builder.redis(OLD_URI);
  }

  private static @Nullable Object valueOf(CacheAsideConfig config, Setting<?> setting, Way way) {
    SettingValues values =
        setting.isOfRegion()
            ? config.regions.getOrDefault(way.region(), SettingValues.NONE)
            : config.values;
    return values.orNull(setting);
  }

  static Stream<Arguments> everything() {
    return Settings.TABLE.rows().stream()
        .flatMap(row -> Arrays.stream(Way.values()).map(way -> arguments(row.name(), row, way)));
  }

  /** The lowest and the highest value of a range, all of a choice. */
  private static List<String> accepted(Setting<?> setting) {
    if (setting.equals(Settings.COMMAND_TIMEOUT)) {
      return List.of("1ms", "10s", "PT5S");
    } else if (setting.equals(Settings.REDIS_URI)) {
      return List.of("redis://:secret@host:1/1", "rediss://host", "redis-cluster://a,b");
    } else if (setting.equals(Settings.APP)) {
      return List.of("a", "A-z_0.9", "a".repeat(64));
    } else if (setting.equals(Settings.ALLOW)) {
      return List.of("a.B", "a.B,c.*  ,  d.**");
    }
    return List.of(setting.type().range().split(" to |, ", -1));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void value_thatIsInRange_isTaken(String name, Setting<?> setting, Way way) {
    for (String text : accepted(setting)) {
      CacheAsideConfig.Builder builder = builder(setting);
      way.set(builder, setting, text);
      assertThat(valueOf(builder.build(), setting, way)).isEqualTo(setting.type().read(text));
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void value_withSpaceAroundIt_isTaken(String name, Setting<?> setting, Way way) {
    if (way != Way.CODE) {
      String text = accepted(setting).get(0);
      CacheAsideConfig.Builder builder = builder(setting);
      way.set(builder, setting, " \t" + text + "  ");
      assertThat(valueOf(builder.build(), setting, way)).isEqualTo(setting.type().read(text));
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void value_thatIsOutOfRange_isRefused(String name, Setting<?> setting, Way way) {
    String range = setting.type().range();
    if (!range.contains(" to ")) {
      return;
    }
    String finding = " is not between " + range.replace(" to ", " and ");
    String[] bounds = range.split(" to ", -1);
    if (setting.type().read(bounds[0]) instanceof Integer min) {
      assertRefused(setting, way, String.valueOf(min - 1), finding);
      assertRefused(setting, way, String.valueOf(Integer.parseInt(bounds[1]) + 1), finding);
      if (way != Way.CODE) {
        assertRefused(setting, way, "99999999999", finding);
      }
      return;
    }
    Duration min = DurationText.parse(bounds[0]);
    Duration max = DurationText.parse(bounds[1]);
    assertRefused(setting, way, DurationText.format(max.plusMillis(1)), finding);
    if (!min.isZero()) {
      assertRefused(setting, way, "0s", finding);
      assertRefused(setting, way, DurationText.format(min.minusMillis(1)), finding);
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void value_thatIsNone_isRefused(String name, Setting<?> setting, Way way) {
    boolean typed = !List.of(Settings.APP, Settings.REDIS_URI, Settings.ALLOW).contains(setting);
    if (typed && way == Way.CODE) {
      return;
    }
    for (String text : List.of("", "so on", "5", "5 m", "TRUE", "Warn", "-1s", "1,5", "a,,b")) {
      String finding = findingOf(setting, text);
      if (finding != null) {
        assertRefused(setting, way, text, finding);
      }
    }
  }

  /** Returns what is to be said of a text, or null if it is one that is taken or out of range. */
  private static @Nullable String findingOf(Setting<?> setting, String text) {
    String range = setting.type().range();
    if (setting.equals(Settings.REDIS_URI)) {
      return ": The Redis URI is not usable: it has no scheme. It looks like"
          + " redis://[[user]:password@]host[:port][/database], or rediss:// for TLS";
    } else if (setting.equals(Settings.APP)) {
      return text.matches("\\w+|-1s")
          ? null
          : " is not a name; use 1 to 64 letters, digits, '-', '_' or '.'";
    } else if (setting.equals(Settings.ALLOW)) {
      boolean hole = text.isEmpty() || text.contains(",,");
      return hole ? " has an empty name in it; write names with commas between them" : null;
    } else if (range.equals("true, false")) {
      return " is neither true nor false";
    } else if (range.contains(", ")) {
      return " is none of " + range.replaceFirst(", (\\S+)$", " and $1");
    } else if (range.matches("\\d+ to \\d+")) {
      return text.equals("5") ? null : " is not a whole number";
    }
    String wrong =
        switch (text) {
          case "" -> "it is empty";
          case "5" -> "found the end where a unit (d, h, m, s or ms) was expected";
          case "5 m" -> "found ' ' where a unit (d, h, m, s or ms) was expected";
          case "1,5" -> "found ',' where a unit (d, h, m, s or ms) was expected";
          default -> "found '%s' where a whole number was expected".formatted(text.charAt(0));
        };
    return " is not a duration: %s; write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\""
        .formatted(wrong);
  }

  private static void assertRefused(Setting<?> setting, Way way, String text, String finding) {
    CacheAsideConfig.Builder builder = builder(setting);
    way.set(builder, setting, text);
    String shown = setting.equals(Settings.REDIS_URI) ? "" : " \"" + text + "\"";
    if (way == Way.CODE && setting.equals(Settings.ALLOW)) {
      shown = shown.replace(",", ", "); // it has a list
    }
    assertThatThrownBy(builder::build)
        .isExactlyInstanceOf(CacheConfigurationException.class)
        .hasMessage(PLACE + way.name(setting) + shown + way.place + finding);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void blank_isWhatNothingIs(String name, Setting<?> setting, Way way) {
    if (way != Way.CODE) {
      String finding = findingOf(setting, "");
      assertThat(finding).isNotNull();
      CacheAsideConfig.Builder builder = builder(setting);
      way.set(builder, setting, " \t ");
      String shown = setting.equals(Settings.REDIS_URI) ? "" : " \"\"";
      assertThatThrownBy(builder::build)
          .hasMessage(PLACE + way.name(setting) + shown + way.place + finding);
    }
  }

  /** Frameworks may bind a key without a value. */
  @Test
  @SuppressWarnings("NullAway")
  void map_withoutAValue_isRefused() {
    Map<String, String> settings = new java.util.HashMap<>();
    settings.put("lease", null);
    assertThatThrownBy(() -> CacheAsideConfig.builder().redis(OLD_URI).settings(settings).build())
        .hasMessage(
            PLACE + "lease in the map of settings is null; leave it out if nothing is to be set");
  }

  @Test
  void map_unknownName_isRefusedWithTheNearest() {
    assertThatThrownBy(
            () ->
                CacheAsideConfig.builder()
                    .redis(OLD_URI)
                    .settings(Map.of("region.users.negativeTtl", "1s"))
                    .build())
        .hasMessage(
            PLACE
                + "setting \"region.users.negativeTtl\" in the map of settings is unknown; did you"
                + " mean \"region.users.negative-ttl\"?");
  }

  @Test
  void environment_regionWithoutName_isRefused() {
    assertThatThrownBy(
            () ->
                CacheAsideConfig.builder()
                    .redis(OLD_URI)
                    .environment(Map.of("CACHEASIDE_REGION_TTL", "1s"))
                    .build())
        .hasMessageStartingWith(
            PLACE + "setting \"cacheaside.region-ttl\" in the environment is unknown; ");
  }

  @Test
  void environment_regionWithTheNameOfASetting_isTaken() {
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .redis(OLD_URI)
            .environment(
                Map.of(
                    "CACHEASIDE_REGION_TTL_TTL", "1s",
                    "CACHEASIDE_REGION_A_COMPRESSION_COMPRESSION_THRESHOLD", "7"))
            .build();
    assertThat(config.regions)
        .isEqualTo(
            Map.of(
                "ttl", SettingValues.NONE.with(RegionSettings.TTL, Duration.ofSeconds(1)),
                "a_compression", SettingValues.NONE.with(RegionSettings.COMPRESSION_THRESHOLD, 7)));
  }

  @Test
  void region_badName_isToldOnce_withItsPlace() {
    assertThatThrownBy(
            () ->
                CacheAsideConfig.builder()
                    .redis(OLD_URI)
                    .settings(Map.of("region.a:b.ttl", "1s", "region.a:b.fence", "1s"))
                    .build())
        .hasMessage(
            PLACE
                + "region \"a:b\" in the map of settings is not a name; use 1 to 64 letters, digits,"
                + " '-', '_' or '.'");
  }

  // The table and the builders

  @Test
  void builders_haveAMethodForEachRow_andOfRegionsNoOther() {
    assertThat(methods(RegionBuilder.class).map(Method::getName).sorted())
        .isEqualTo(RegionSettings.rows().stream().map(SettingsTest::methodName).sorted().toList());
    assertThat(new TreeSet<>(methods(CacheAsideConfig.Builder.class).map(Method::getName).toList()))
        .containsAll(
            Settings.TABLE.rows().stream()
                .filter(row -> !row.isOfRegion())
                .map(SettingsTest::methodName)
                .toList());
  }

  // Secrets

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("everything")
  void password_thatWentAstray_isInNoMessage(String name, Setting<?> setting, Way way) {
    boolean typed = !List.of(Settings.APP, Settings.REDIS_URI, Settings.ALLOW).contains(setting);
    if (typed && way == Way.CODE) {
      return;
    }
    for (String uri :
        List.of(
            "redis://user:hunter2@host/x", "redis://:hunt@hunter2@host?", "redis:hunter2@://")) {
      CacheAsideConfig.Builder builder = builder(setting);
      way.set(builder, setting, uri);
      if (setting.equals(Settings.ALLOW)) {
        assertThat(builder.build().toString()).doesNotContain("hunter2");
      } else {
        assertThatThrownBy(builder::build)
            .isExactlyInstanceOf(CacheConfigurationException.class)
            .hasMessageNotContaining("hunter2");
      }
    }
  }
}
