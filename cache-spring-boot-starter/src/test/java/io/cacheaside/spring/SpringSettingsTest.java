package io.cacheaside.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Names that are written as Spring Boot allows become those of our settings. */
class SpringSettingsTest {
  private final StandardEnvironment environment = new StandardEnvironment();

  private SpringSettings read() {
    return SpringSettings.read(Binder.get(environment));
  }

  private void properties(Map<String, Object> values) {
    environment.getPropertySources().addLast(new MapPropertySource("mine", values));
  }

  private void variables(Map<String, Object> values) {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", values));
  }

  @ParameterizedTest
  @CsvSource({
    "cacheaside.command-timeout, command-timeout",
    "cacheaside.commandTimeout, command-timeout",
    "cacheaside.command_timeout, command-timeout",
    "cacheaside.region.users.ttl, region.users.ttl",
    "cacheaside.regions.users.ttl, region.users.ttl",
    "cacheaside.regions.users.negativeTtl, region.users.negative-ttl",
    "cacheaside.regions.last-names.negative-ttl, region.last-names.negative-ttl",
    "cacheaside.regions[my.users].ttl, region.my.users.ttl",
    "cacheaside.regions.Users.shadow-check-one-in, region.Users.shadow-check-one-in"
  })
  void property_isTheSetting(String property, String setting) {
    properties(Map.of(property, "1s"));
    assertThat(read().take(setting).value()).isEqualTo("1s");
  }

  @ParameterizedTest
  @CsvSource({
    "CACHEASIDE_LEASE, lease",
    "CACHEASIDE_COMMAND_TIMEOUT, command-timeout",
    "CACHEASIDE_COMMANDTIMEOUT, command-timeout",
    "CACHEASIDE_REGIONS_USERS_TTL, region.users.ttl",
    "CACHEASIDE_REGION_USERS_NEGATIVE_TTL, region.users.negative-ttl"
  })
  void variable_isTheSetting(String variable, String setting) {
    variables(Map.of(variable, "1s"));
    assertThat(read().take(setting).value()).isEqualTo("1s");
  }

  @Test
  void variable_overrulesTheProperty_howeverBothAreWritten() {
    properties(
        Map.of("cacheaside.commandTimeout", "1s", "cacheaside.regions.users.negative-ttl", "1s"));
    variables(
        Map.of("CACHEASIDE_COMMAND_TIMEOUT", "2s", "CACHEASIDE_REGIONS_USERS_NEGATIVE_TTL", "2s"));
    assertThat(read().take("command-timeout").value()).isEqualTo("2s");
    assertThat(read().take("region.users.negative-ttl").value()).isEqualTo("2s");
  }

  @Test
  void list_isOneSetting_andOverrulesAnotherAsAWhole() {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("cacheaside.allow[0]", "shop.A");
    list.put("cacheaside.allow[1]", "shop.B");
    properties(list);
    assertThat(read().take("allow").value()).isEqualTo("shop.A,shop.B");
    variables(Map.of("CACHEASIDE_ALLOW", "shop.C"));
    assertThat(read().take("allow").value()).isEqualTo("shop.C");
  }

  @Test
  void mistakes_sayWhereTheyStand() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("cacheaside.comand-timeout", line("1s", 2));
    file.put("cacheaside.regions.users.ttll", line("1s", 4));
    environment.getPropertySources().addLast(new OriginTrackedMapPropertySource("a file", file));
    variables(Map.of("CACHEASIDE_WAIT_LIMIT", "never"));
    CacheAsideConfig.Builder builder = CacheAsideConfig.builder().redis("redis://localhost");
    read().applyTo(builder);
    assertThatThrownBy(builder::build)
        .hasMessage(
            "CacheAside is not configured properly:\n"
                + "  - wait-limit \"never\" in \"CACHEASIDE_WAIT_LIMIT\" from property source"
                + " \"test-systemEnvironment\" is not a duration: found 'n' where a whole number was"
                + " expected; write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"\n"
                + "  - setting \"cacheaside.comand-timeout\" in application.yml - 3:5 is unknown; did"
                + " you mean \"cacheaside.command-timeout\"?\n"
                + "  - setting \"cacheaside.region.users.ttll\" in application.yml - 5:5 is unknown;"
                + " did you mean \"cacheaside.region.users.ttl\"?");
  }

  private static OriginTrackedValue line(String value, int line) {
    return OriginTrackedValue.of(
        value,
        new TextResourceOrigin(
            new ClassPathResource("application.yml"), new TextResourceOrigin.Location(line, 4)));
  }
}
