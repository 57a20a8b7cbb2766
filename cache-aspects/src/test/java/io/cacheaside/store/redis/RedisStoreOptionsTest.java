package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisStoreOptionsTest {
  private static final String SHAPE =
      ". It looks like redis://[[user]:password@]host[:port][/database], or rediss:// for TLS";

  @ParameterizedTest
  @CsvSource({
    "redis://localhost, localhost:6379",
    "redis://localhost/, localhost:6379",
    "redis://localhost:7000/3, localhost:7000/3",
    "rediss://my_redis:1, my_redis:1",
    "redis://[::1]:7000, [::1]:7000",
    "redis://[::1], [::1]:6379",
    "redis://u:p@h, h:6379",
  })
  void uri_usable_isParsed(String uri, String place) {
    assertThat(RedisAddress.parse(uri)).hasToString(place);
  }

  @Test
  void uri_userAndPassword_areDecoded() {
    RedisAddress address = RedisAddress.parse("rediss://a%3Ab:p%40s+s:x@h:1/2");
    assertThat(address).isEqualTo(new RedisAddress(true, "h", 1, 2, "a:b", "p@s+s:x"));
    assertThat(RedisAddress.parse("redis://:pw@h").user()).isNull();
    assertThat(RedisAddress.parse("redis://:pw@h").password()).isEqualTo("pw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379 | it has no scheme",
        "http://x | its scheme is \"http\", not redis or rediss",
        "redis-sentinel://x | its scheme is \"redis-sentinel\", not redis or rediss",
        "redis:// | it names no host",
        "redis://:1 | it names no host",
        "redis://h?timeout=1s | it has parameters, which belong into the options",
        "redis://secret@h | only user or password stands before the @; write user:password or"
            + " :password",
        "redis://user:@h | the password before the @ is empty",
        "redis://:a%zz@h | user or password has a % that is no escape; write %25",
        "redis://h:0 | its port is no number from 1 to 65535; if the password holds / : or @,"
            + " escape it as %2F %3A or %40",
        "redis://h:x | its port is no number from 1 to 65535; if the password holds / : or @,"
            + " escape it as %2F %3A or %40",
        "redis://h:65536 | its port is no number from 1 to 65535; if the password holds / : or @,"
            + " escape it as %2F %3A or %40",
        "redis://h/x | its database is no number from 0 to 2147483647; if the password holds / :"
            + " or @, escape it as %2F %3A or %40",
      })
  void uri_unusable_isRefusedWithoutRepeatingIt(String uri, String finding) {
    assertThatThrownBy(() -> RedisStoreOptions.builder(uri).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The Redis URI is not usable: " + finding + SHAPE)
        .hasNoCause();
  }

  @Test
  void toString_hidesUserAndPassword() {
    assertThat(RedisStoreOptions.builder("rediss://bob:hunter2@h/1").build())
        .hasToString(
            "RedisStoreOptions[h:6379/1, TLS, with password, commandTimeout=PT0.05S,"
                + " requestQueueSize=4096, connectTimeout=PT0.5S, tcpUserTimeout=PT2S,"
                + " reconnectDelay=PT0.01S..PT0.25S, stagingThreshold=4096,"
                + " generationMaxAge=PT1S]");
  }

  @Test
  void options_outOfRange_areRefused() {
    RedisStoreOptions.Builder builder = RedisStoreOptions.builder("redis://h");
    assertThatThrownBy(() -> builder.commandTimeout(Duration.ZERO).build())
        .hasMessage("commandTimeout is PT0S; at least 1 ms is needed");
    builder.commandTimeout(Duration.ofMillis(1));
    assertThatThrownBy(() -> builder.requestQueueSize(0).build())
        .hasMessage("requestQueueSize is 0; at least 1 is needed");
    builder.requestQueueSize(1);
    assertThatThrownBy(
            () -> builder.reconnectDelay(Duration.ofMillis(2), Duration.ofMillis(1)).build())
        .hasMessage(
            "reconnectDelayMax is PT0.001S, less than reconnectDelayMin, PT0.002S; raise it");
  }

  @Test
  void caCertificate_unusable_isRefused() {
    Path absent = Path.of("no", "such.pem");
    assertThatThrownBy(() -> RedisStoreOptions.builder("redis://h").caCertificate(absent).build())
        .hasMessage(
            "caCertificate is set, but the Redis URI begins with redis://; write rediss:// for"
                + " TLS");
    assertThatThrownBy(() -> RedisStoreOptions.builder("rediss://h").caCertificate(absent).build())
        .hasMessage("caCertificate " + absent + " cannot be read; name a PEM file");
  }
}
