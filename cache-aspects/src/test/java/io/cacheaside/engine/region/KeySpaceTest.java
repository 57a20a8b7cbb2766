package io.cacheaside.engine.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.key.Names;
import io.cacheaside.spi.Key;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeySpaceTest {
  private static final String PREFIX = "shop:default:{";

  interface Example {
    @CacheAside(key = "blob:{text}", ttl = "5m")
    String find(String text);
  }

  private static Key key(String text) {
    return new PlanCompiler("shop", new StubCodec(), Map.of())
        .compileRead(Examples.onlyMethod(Example.class))
        .key(null, new Object[] {text});
  }

  @Test
  void finish_512Bytes_isNotCut() {
    String text = "a".repeat(512 - "blob:".length());
    assertThat(key(text)).extracting(Key::text).isEqualTo(PREFIX + "blob:" + text + "}");
  }

  @Test
  void finish_513Bytes_isCutAndEndsInAHash() {
    Key key = key("a".repeat(513 - "blob:".length()));
    assertThat(key.text())
        .hasSize(PREFIX.length() + 512 + 1 + 32 + 1)
        .startsWith(PREFIX + "blob:" + "a".repeat(507) + "#")
        .matches(".*#[0-9a-f]{32}}");
  }

  /** The hash is SHA-256 of the uncut key without its last brace, computed by another program. */
  @Test
  void finish_longKey_isPinned() {
    assertThat(key("a".repeat(600)))
        .extracting(Key::text)
        .isEqualTo(PREFIX + "blob:" + "a".repeat(507) + "#739a113e07f5a9358a6910c2a9d60f67}");
  }

  @Test
  void finish_longKeysThatDifferAtTheEnd_differ() {
    assertThat(key("a".repeat(600) + "x")).isNotEqualTo(key("a".repeat(600) + "y"));
    assertThat(key("a".repeat(600))).isEqualTo(key("a".repeat(600)));
  }

  @Test
  void finish_shortKeyThatLooksLikeACutOne_staysShorter() {
    int longestUncut = (PREFIX + "}").length() + 512;
    assertThat(key("a".repeat(1_000)).bytes().length).isGreaterThan(longestUncut);
    String imitation = key("a".repeat(600)).toString().substring((PREFIX + "blob:").length());
    Key imitated = key(imitation.substring(0, imitation.length() - 1));
    assertThat(imitated).isNotEqualTo(key("a".repeat(600)));
  }

  @Test
  void isValid_names_haveLettersDigitsAndThreeSigns() {
    assertThat(Names.isValid("a")).isTrue();
    assertThat(Names.isValid("Shop-2_x.y")).isTrue();
    assertThat(Names.isValid("a".repeat(64))).isTrue();
    assertThat(Names.isValid("a".repeat(65))).isFalse();
    assertThat(Names.isValid("")).isFalse();
    assertThat(Names.isValid("a b")).isFalse();
    assertThat(Names.isValid("a:b")).isFalse();
    assertThat(Names.isValid("{a")).isFalse();
    assertThat(Names.isValid("é")).isFalse();
  }
}
