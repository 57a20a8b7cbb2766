package io.cacheaside.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK~",
        ":12~",
        "_~",
        "$-1~",
        "$0~~",
        "$6~he~lo~",
        "*0~",
        "*3~:3~:2999~$2~ab~",
        "%1~+a~*1~:1~",
        ">2~$10~invalidate~*1~$1~k~"
      })
  void reply_cutAnywhere_endsWhereItEndsAndNotBefore(String text) {
    byte[] bytes = bytes(text);
    for (int length = 0; length < bytes.length; length++) {
      assertEquals(-1, Replies.end(bytes, 0, length), "cut at " + length);
    }
    assertEquals(bytes.length, Replies.end(bytes, 0, bytes.length));
  }

  @Test
  void reply_behindAnother_isFoundWhereTheFirstEnds() {
    byte[] bytes = bytes(":1~>1~+x~");
    int first = Replies.end(bytes, 0, bytes.length);
    assertEquals(4, first);
    assertFalse(Replies.isPush(bytes, 0));
    assertTrue(Replies.isPush(bytes, first));
  }

  @Test
  void error_ofRedis_isThrownWithItsText() {
    byte[] bytes = bytes("-ERR no~");
    assertEquals(
        "Redis answered -ERR no",
        assertThrows(IllegalStateException.class, () -> Replies.end(bytes, 0, bytes.length))
            .getMessage());
  }

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
