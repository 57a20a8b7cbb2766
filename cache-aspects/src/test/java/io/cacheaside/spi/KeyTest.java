package io.cacheaside.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final String TEXT = "shop:users:{user:ada@example.org}";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void toString_hidesTheText_andShowsTheTemplate() {
    Key key = Key.ofTemplate(bytes(TEXT), "user:{email}");
    assertThat(key).hasToString("shop:users:{user:{email}}#38c5728d");
    assertThat(key.text()).isEqualTo(TEXT);
  }

  @Test
  void toString_withoutTemplate_showsApplicationAndRegion() {
    assertThat(Key.of(TEXT)).hasToString("shop:users:#38c5728d");
    assertThat(Key.of("ada@example.org").toString()).matches("#[0-9a-f]{8}");
    assertThat(Key.of("").toString()).matches("#[0-9a-f]{8}");
  }

  @Test
  void toString_shown_isTheText() {
    assertThat(Key.shown(bytes(TEXT))).hasToString(TEXT);
  }

  @Test
  void equals_looksAtTheBytesOnly() {
    Key key = Key.of(TEXT);
    assertThat(Key.ofTemplate(bytes(TEXT), "user:{email}")).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(Key.shown(bytes(TEXT))).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(key).isNotEqualTo(Key.of("shop:users:{user:bob@example.org}"));
  }
}
