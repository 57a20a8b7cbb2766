package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes to the client's reader, wherever the network cuts it. */
class ReplyBoundsTest {
  private static final int MAX_VALUE = 2 << 20;
  private static final int BOUND = MAX_VALUE + 96;
  private static final String TOO_LONG =
      "-TOOLONG 2097249 bytes, which are not read: no entry has more than 2097248, with the"
          + " max-value-bytes set here\r\n";

  private final ConnectionLog log = new ConnectionLog(new FakeClock());

  private EmbeddedChannel channel() {
    return new EmbeddedChannel(new ReplyBounds(MAX_VALUE, log));
  }

  private static String passed(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      all.append(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return all.toString();
  }

  private static void send(EmbeddedChannel channel, String bytes) {
    if (!bytes.isEmpty()) {
      channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /** All types, nested ones too; a comma stands for the end of a line. */
  private static final String ORDINARY =
      ("$5,he\nlo,$-1,_,$0,,:12,+OK,-ERR no,#t,(123456789,*3,$1,a,*0,*-1,%2,+a,:1,+b,~1,+c,"
              + "|1,+ttl,:3,$1,x,>2,$10,invalidate,*1,$1,k,=7,txt:abc,!3,ERR,$2,ok,")
          .replace(",", "\r\n");

  @Test
  void whatRedisSays_passes_whereverItIsCut() {
    for (int first = 0; first <= ORDINARY.length(); first++) {
      for (int second = first; second <= ORDINARY.length(); second++) {
        EmbeddedChannel channel = channel();
        send(channel, ORDINARY.substring(0, first));
        send(channel, ORDINARY.substring(first, second));
        send(channel, ORDINARY.substring(second));
        assertThat(passed(channel)).as("%s, %s", first, second).isEqualTo(ORDINARY);
        assertThat(channel.isOpen()).isTrue();
        assertThat(OutOfStep.ended(channel)).isFalse();
      }
    }
  }

  @Test
  void stringTooLong_becomesAnError_whereverItIsCut_andRepliesStayInStep() {
    String length = "$" + (BOUND + 1) + "\r\n";
    String before = "*3\r\n+a\r\n";
    String after = ":3\r\n+next\r\n";
    String all = before + length + "x".repeat(BOUND + 1) + "\r\n" + after;
    int[] cuts = {
      before.length(),
      before.length() + 1,
      before.length() + length.length() - 1,
      before.length() + length.length(),
      all.length() / 2,
      all.length() - after.length() - 1,
      all.length() - after.length()
    };
    for (int cut : cuts) {
      EmbeddedChannel channel = channel();
      send(channel, all.substring(0, cut));
      send(channel, all.substring(cut));
      assertThat(passed(channel)).as("%s", cut).isEqualTo(before + TOO_LONG + after);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void longestEntry_passes() {
    String all = "$" + BOUND + "\r\n" + "x".repeat(BOUND) + "\r\n:1\r\n";
    EmbeddedChannel channel = channel();
    send(channel, all);
    assertThat(passed(channel)).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$536870913      | a string of 536870913 bytes; Redis has none above 536870912",
        "$99999999999    | a length that is none",
        "$-2             | a length that is none",
        "$               | a length that is none",
        "$1x             | a length that is none",
        "$?              | a length that is none",
        "*4097           | 4097 elements; no reply to us has more than 4096",
        "%2049           | 4098 elements; no reply to us has more than 4096",
        "HTTP/1.1        | the byte 72 (\"H\") where a reply begins"
      })
  void whatRedisNeverSays_endsTheConnection_andTheLogSaysWhy(String line, String problem) {
    for (int cut = 0; cut <= line.length(); cut++) {
      EmbeddedChannel channel;
      try (LogCapture captured = new LogCapture()) {
        ConnectionLog fresh = new ConnectionLog(new FakeClock());
        channel = new EmbeddedChannel(new ReplyBounds(MAX_VALUE, fresh));
        send(channel, "+OK\r\n" + line.substring(0, cut));
        if (channel.isOpen()) { // else nothing is read any more
          send(channel, line.substring(cut) + "\r\n+more\r\n");
        }
        assertThat(captured.lines("RedisStore"))
            .containsExactly(
                "WARN embedded: the server sent " + problem + ", so this connection is ended");
      }
      assertThat(passed(channel)).isEqualTo("+OK\r\n");
      assertThat(channel.isOpen()).isFalse();
      assertThat(OutOfStep.ended(channel)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+a\n+b\n", "+a\n", "+", "(", "-"})
  void lineWithoutAnEnd_endsTheConnection(String begin) {
    EmbeddedChannel channel = channel();
    send(channel, begin);
    for (int i = 0; channel.isOpen() && i <= ReplyLengths.MAX_LINE / 1024; i++) {
      send(channel, "1".repeat(1024));
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void manyLongParts_endTheConnection() {
    EmbeddedChannel channel = channel();
    send(channel, "*100\r\n");
    String part = "$1000000\r\n" + "x".repeat(1_000_000) + "\r\n";
    send(channel, part);
    send(channel, part);
    assertThat(channel.isOpen()).isTrue();
    send(channel, part);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void wantOfMemoryForTheRestOfALength_endsTheConnection_andLeavesNothingBehind() {
    EmbeddedChannel channel = channel();
    send(channel, "$1");
    channel
        .config()
        .setAllocator(
            new AbstractByteBufAllocator() {
              @Override
              protected ByteBuf newHeapBuffer(int initial, int most) {
                throw new OutOfMemoryError("scripted");
              }

              @Override
              protected ByteBuf newDirectBuffer(int initial, int most) {
                throw new OutOfMemoryError("scripted");
              }

              @Override
              public boolean isDirectBufferPooled() {
                return false;
              }
            });
    ByteBuf rest = Unpooled.copiedBuffer("\r\na\r\n", StandardCharsets.ISO_8859_1);

    channel.pipeline().fireChannelRead(rest);

    assertThatThrownBy(channel::checkException)
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("scripted");
    assertThat(rest.refCnt()).isZero();
    assertThat(channel.isOpen()).isFalse();
    assertThat(OutOfStep.ended(channel)).isTrue();
  }

  @Test
  void connectionOutOfStep_endsWithoutTheMemoryToNoteWhy() {
    EmbeddedChannel channel =
        new EmbeddedChannel() {
          @Override
          public <T> Attribute<T> attr(AttributeKey<T> key) {
            throw new OutOfMemoryError("scripted");
          }
        };

    assertThatThrownBy(() -> OutOfStep.end(channel, null)).hasMessage("scripted");

    assertThat(channel.isOpen()).isFalse();
  }
}
