package io.cacheaside.store.redis.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.store.redis.RedisClusterStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
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
    assertThat(RedisUri.parse(uri)).hasToString(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis-sentinel://a#m | SENTINEL | m of the Sentinels a:26379",
        "redis-sentinel://:p@a,b:1,[::1]:2/3#my%20m | SENTINEL | my m of the Sentinels"
            + " a:26379,b:1,[::1]:2/3",
        "rediss-sentinel://u:p@a/#m | SENTINEL | m of the Sentinels a:26379",
        "redis-cluster://a | CLUSTER | the cluster of a:6379",
        "rediss-cluster://u:p@a:1,[::1],c/ | CLUSTER | the cluster of a:1,[::1]:6379,c:6379",
      })
  void uri_ofSeveralServers_isParsed(String uri, RedisUri.Kind kind, String place) {
    RedisUri parsed = RedisUri.parse(uri);
    assertThat(parsed.kind()).isEqualTo(kind);
    assertThat(parsed.tls()).isEqualTo(uri.startsWith("rediss-"));
    assertThat(parsed.password()).isEqualTo(uri.contains("p@") ? "p" : null);
    assertThat(parsed).hasToString(place);
    RedisAddress server = parsed.at(new RedisUri.HostAndPort("x", 9));
    assertThat(server.password()).isEqualTo(parsed.password());
    assertThat(server.database()).isEqualTo(uri.contains("/3#") ? 3 : 0);
    assertThat(parsed.sentinelAt(new RedisUri.HostAndPort("x", 9)))
        .isEqualTo(new RedisAddress(parsed.tls(), "x", 9, 0, null, null));
  }

  @Test
  void uri_userAndPassword_areDecoded() {
    RedisUri uri = RedisUri.parse("rediss://a%3Ab:p%40s+s:x@h:1/2");
    assertThat(uri.at(uri.servers().get(0)))
        .isEqualTo(new RedisAddress(true, "h", 1, 2, "a:b", "p@s+s:x"));
    assertThat(RedisUri.parse("redis://:pw@h").user()).isNull();
    assertThat(RedisUri.parse("redis://:pw@h").password()).isEqualTo("pw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379 | it has no scheme",
        "redis:user:secret@localhost:// | it has no scheme",
        "http://x | its scheme is \"http\", not redis, redis-sentinel or redis-cluster, nor one of"
            + " these with rediss",
        "redis-socket://x | its scheme is \"redis-socket\", not redis, redis-sentinel or"
            + " redis-cluster, nor one of these with rediss",
        "redis://a,b:1,c:x | its port is no number from 1 to 65535; if the password holds / : or"
            + " @, escape it as %2F %3A or %40",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "://x | it does not name the primary behind a #, as the Sentinels call it",
        "://x# | it does not name the primary behind a #, as the Sentinels call it",
        "://#m | it names no host",
        "://a,,b#m | it names no host",
        "://a,b:0#m | its port is no number from 1 to 65535; if the password holds / : or @, escape"
            + " it as %2F %3A or %40",
        "://a/x#m | its database is no number from 0 to 2147483647; if the password holds / : or @,"
            + " escape it as %2F %3A or %40",
        "://a?timeout=1#m | it has parameters, which belong into the options",
        "://secret@a#m | only user or password stands before the @; write user:password or"
            + " :password",
        "://user:@a#m | the password before the @ is empty",
        "://:a%zz@a#m | user or password has a % that is no escape; write %25",
      })
  void sentinelUri_unusable_isRefusedWithoutRepeatingIt(String rest, String finding) {
    assertRefused(
        "redis-sentinel" + rest,
        finding,
        ". It looks like redis-sentinel://[[user]:password@]host[:port][,host[:port]...][/database]"
            + "#primary, or rediss-sentinel:// for TLS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":// | it names no host",
        "://a, | it names no host",
        "://a:70000 | its port is no number from 1 to 65535; if the password holds / : or @, escape"
            + " it as %2F %3A or %40",
        "://a/1 | it has a database or path, but a cluster has only one database",
        "://a#m | it has parameters, which belong into the options",
        "://a?x=1 | it has parameters, which belong into the options",
        "://secret@a | only user or password stands before the @; write user:password or :password",
        "://user:@a | the password before the @ is empty",
        "://:a%zz@a | user or password has a % that is no escape; write %25",
      })
  void clusterUri_unusable_isRefusedWithoutRepeatingIt(String rest, String finding) {
    assertRefused(
        "rediss-cluster" + rest,
        finding,
        ". It looks like redis-cluster://[[user]:password@]host[:port][,host[:port]...], or"
            + " rediss-cluster:// for TLS");
  }

  private static void assertRefused(String uri, String finding, String shape) {
    assertThatThrownBy(() -> RedisStoreOptions.builder(uri).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The Redis URI is not usable: " + finding + shape)
        .hasNoCause();
  }

  @Test
  void store_ofTheOtherKind_isNotOpened() {
    RedisStoreOptions cluster = RedisStoreOptions.builder("redis-cluster://:pw@h").build();
    assertThatThrownBy(() -> RedisStore.open(cluster))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The Redis URI names a cluster; open it with RedisClusterStore.open");
    RedisStoreOptions single = RedisStoreOptions.builder("redis://:pw@h").build();
    assertThatThrownBy(() -> RedisClusterStore.open(single, UnaryOperator.identity()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The Redis URI names no cluster; open it with RedisStore.open, or write"
                + " redis-cluster://");
  }

  @Test
  void toString_hidesUserAndPassword() {
    assertThat(RedisStoreOptions.builder("rediss://bob:hunter2@h/1").build())
        .hasToString(
            "RedisStoreOptions[h:6379/1, TLS, with password, commandTimeout=PT0.05S,"
                + " requestQueueSize=32768, requestQueueBytes=33554432, connectTimeout=PT0.5S, tcpUserTimeout=PT2S,"
                + " reconnectDelay=PT0.01S..PT0.25S, stagingThreshold=4096, maxValueBytes=67108864,"
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
    assertThatThrownBy(() -> builder.requestQueueBytes(0).build())
        .hasMessage("requestQueueBytes is 0; at least 1 is needed");
    builder.requestQueueBytes(1);
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
    assertThatThrownBy(
            () -> RedisStoreOptions.builder("redis-cluster://h").caCertificate(absent).build())
        .hasMessage(
            "caCertificate is set, but the Redis URI begins with redis-cluster://; write"
                + " rediss-cluster:// for TLS");
    assertThatThrownBy(() -> RedisStoreOptions.builder("rediss://h").caCertificate(absent).build())
        .hasMessage("caCertificate " + absent + " cannot be read; name a PEM file");
  }
}
