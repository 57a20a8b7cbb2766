package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetBytesTest {
  private final Regions regions = new Regions("shop", Map.of());

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Target read(String text) {
    return TargetBytes.read(bytes(text), regions);
  }

  /** Rows of one release are read by another: these are the forms for good. */
  @Test
  void of_entriesAndRegions_isTheStableForm() {
    assertThat(TargetBytes.of(Examples.entry(7))).isEqualTo(bytes("entry:shop:default:{user:7}"));
    assertThat(TargetBytes.of(Examples.whole("users"))).isEqualTo(bytes("region:users"));
  }

  @Test
  void read_whatWasWritten_isTheSame_whateverTheNamesAre() {
    for (String region : List.of("users", "user", "g", "a.b", "entry", "region")) {
      for (String key : List.of("user:1:", "é", "~e", "", "}", "{}", ":{x}")) {
        Target entry =
            new Target.Entry(Key.of("shop:" + region + ":{" + key + "}"), regions.named(region));
        assertThat(TargetBytes.read(TargetBytes.of(entry), regions)).isEqualTo(entry);
      }
      Target whole = new Target.Whole(regions.named(region));
      assertThat(TargetBytes.read(TargetBytes.of(whole), regions)).isEqualTo(whole);
    }
  }

  @Test
  void read_longestNamesAndKey_haveRoomInARow() {
    String name = "n".repeat(64);
    Target entry =
        Examples.entry(
            Key.of(name + ":" + name + ":{" + "k".repeat(512) + "#" + "0".repeat(32) + "}"));
    assertThat(TargetBytes.of(entry)).hasSizeLessThanOrEqualTo(730);
  }

  @Test
  void read_anythingElse_isRefused() {
    for (String wrong :
        List.of(
            "",
            "entry:",
            "region:",
            "shop:default:{user:7}",
            "shop:g:users",
            "tag:shop:default:sale",
            "entry:shop",
            "entry:shop:default",
            "entry:shop:default:",
            "entry:shop:default:user",
            "entry:shop::{user}",
            "entry::",
            "region:a b",
            "region:a:b")) {
      assertThatThrownBy(() -> read(wrong))
          .as(wrong)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "it has not the form entry:<app>:<region>:{<key>} or region:<region>; remove the row,"
                  + " or wait for a JVM with a newer version that may have written it");
    }
  }
}
