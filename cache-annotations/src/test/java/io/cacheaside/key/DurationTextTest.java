package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  private static final String EXAMPLES =
      "write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"";

  @ParameterizedTest
  @CsvSource({
    "5m, PT5M",
    "250ms, PT0.25S",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "90s, PT1M30S",
    "1d2h3m4s5ms, PT26H3M4.005S",
    "007s, PT7S",
    "0s, PT0S",
    "PT5M, PT5M",
    "P1DT0.5S, PT24H0.5S",
    "9223372036854775807ms, PT2562047788015H12M55.807S"
  })
  void parse_text_isTheDuration(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``       | it is empty
          5        | found the end where a unit (d, h, m, s or ms) was expected
          5x       | found "x" where a unit (d, h, m, s or ms) was expected
          5min     | found "min" where a unit (d, h, m, s or ms) was expected
          5M       | found 'M' where a unit (d, h, m, s or ms) was expected
          `5 m`    | found ' ' where a unit (d, h, m, s or ms) was expected
          1.5h     | found '.' where a unit (d, h, m, s or ms) was expected
          m        | found 'm' where a whole number was expected
          -5m      | found '-' where a whole number was expected
          `5m `    | found ' ' where a whole number was expected
          ٥m       | found '٥' where a whole number was expected
          30m1h    | "h" after "m"; units go from large to small, each once
          1m1m     | "m" after "m"; units go from large to small, each once
          1ms1s    | "s" after "ms"; units go from large to small, each once
          PT       | it begins with P but is not ISO-8601
          P1Y      | it begins with P but is not ISO-8601
          PT-5M    | it is negative
          PT0.0005S             | it is finer than a millisecond
          9223372036854775808ms | it is longer than 9223372036854775807 ms
          106751991168d         | it is longer than 9223372036854775807 ms
          106751991167d23h      | it is longer than 9223372036854775807 ms
          PT9223372036854775807S | it is longer than 9223372036854775807 ms
          """)
  void parse_mistake_namesTextFindingAndFix(String text, String problem) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"%s\" is not a duration: %s; %s", text, problem, EXAMPLES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0d0h0m0s0ms", "PT0S"})
  void positive_zero_isRefused(String text) {
    assertThatThrownBy(() -> DurationText.positive(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"%s\" is not a positive duration; write for example \"5m\"", text);
  }

  @Test
  void positive_oneMillisecond_isAccepted() {
    assertThat(DurationText.positive("1ms")).isEqualTo(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M, 5m",
    "PT26H3M4.005S, 1d2h3m4s5ms",
    "PT0S, 0s",
    "PT90S, 1m30s",
    "PT24H, 1d",
    "PT-1S, PT-1S",
    "PT0.0000001S, PT0.0000001S"
  })
  void format_duration_isTheShortText(Duration duration, String text) {
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @Property(tries = 5_000)
  void format_anyMilliseconds_areReadBack(@ForAll @LongRange(min = 0) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }
}
