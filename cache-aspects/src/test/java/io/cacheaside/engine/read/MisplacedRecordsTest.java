package io.cacheaside.engine.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.compression.Compression;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.engine.testing.WholeCacheFixture;
import io.cacheaside.metrics.CacheCounters.Snapshot;
import io.cacheaside.spi.EntryFormat;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.SetArgs;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Intact records under keys that they were not written for: somebody renamed, copied or restored
 * them, or a reply went to the wrong call. None is served; each is a counted miss.
 */
@Timeout(300)
@Tag("heavy")
class MisplacedRecordsTest extends WholeCacheFixture {

  /** The annotated methods: the same type, so that nothing but the key tells the entries apart. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "name:{id}", ttl = "5m")
    static String name(String id) {
      return id;
    }

    @CacheAside(region = "packed", key = "text:{id}", ttl = "5m")
    static String text(String id) {
      return id;
    }
  }

  /** What records differ in, beside their payload. */
  enum Form {
    PLAIN("name", "app:default:{name:%s}", "theirs"),
    NEGATIVE("name", "app:default:{name:%s}", null),
    STAGED("name", "app:default:{name:%s}", lengthy("theirs")),
    COMPRESSED("text", "app:packed:{text:%s}", lengthy("theirs"));

    final String method;
    final String key;
    final String value;

    Form(String method, String key, String value) {
      this.method = method;
      this.key = key;
      this.value = value;
    }

    byte[] key(String id) {
      return key.formatted(id).getBytes(UTF_8);
    }

    private static String lengthy(String word) {
      return String.join(" ", IntStream.range(0, 900).mapToObj(i -> word + i).toList());
    }
  }

  @BeforeEach
  void open() {
    cache =
        new WholeCache(
            server,
            Annotated.class,
            config -> config.region("packed", r -> r.compression(Compression.DEFLATE)));
  }

  /** The record of the call with "a" lies under the key of the call with "b". */
  private void assertMissAndReplaced(Form form) {
    Snapshot before = cache.counters.snapshot();
    assertThat(cache.call(form.method, "own", "b")).isEqualTo("own");
    Snapshot after = cache.counters.snapshot();
    assertThat(after.hits()).isEqualTo(before.hits());
    assertThat(after.decodeFailures() - before.decodeFailures()).isEqualTo(1);
    assertThat(after.populates() - before.populates()).isEqualTo(1);
    assertThat(cache.call(form.method, "not asked for", "b")).isEqualTo("own");
  }

  @ParameterizedTest
  @EnumSource
  void record_renamed_isAMissAndIsReplaced(Form form) {
    cache.call(form.method, form.value, "a");
    cache.redis.rename(form.key("a"), form.key("b"));
    assertMissAndReplaced(form);
  }

  @ParameterizedTest
  @EnumSource
  void record_copied_isAMissThere_andAHitWhereItBelongs(Form form) {
    cache.call(form.method, form.value, "a");
    assertThat(cache.redis.copy(form.key("a"), form.key("b"))).isTrue();
    assertMissAndReplaced(form);
    assertThat(cache.call(form.method, "not asked for", "a")).isEqualTo(form.value);
  }

  @ParameterizedTest
  @EnumSource
  void record_restoredUnderItsOwnKey_isAHit(Form form) {
    cache.call(form.method, form.value, "a");
    byte[] dump = cache.redis.dump(form.key("a"));
    cache.redis.del(form.key("a"));
    cache.redis.restore(form.key("a"), dump, RestoreArgs.Builder.ttl(60_000));
    assertThat(cache.call(form.method, "not asked for", "a")).isEqualTo(form.value);
  }

  @Test
  void record_ofAnotherApplication_isAMissAndIsReplaced() {
    cache.call("name", "theirs", "b");
    byte[] theirs = cache.redis.get(Form.PLAIN.key("b"));
    cache.close();
    cache = new WholeCache(server, Annotated.class, config -> config.app("other"));
    byte[] own = "other:default:{name:b}".getBytes(UTF_8);
    byte[] generation = "app:g:default".getBytes(UTF_8);
    cache.redis.set("other:g:default".getBytes(UTF_8), cache.redis.get(generation));
    cache.redis.set(own, theirs, SetArgs.Builder.px(60_000));
    assertMissAndReplaced(Form.PLAIN);
  }

  @Test
  void record_quarantinedMeanwhile_stillProvesItsKey() {
    cache.call("name", "value", "a");
    byte[] record = cache.redis.get(Form.PLAIN.key("a"));
    EntryFormat.markQuarantined(record);
    cache.redis.set(Form.PLAIN.key("a"), record, SetArgs.Builder.px(60_000));
    assertThat(cache.call("name", "not asked for", "a")).isEqualTo("value");
  }
}
