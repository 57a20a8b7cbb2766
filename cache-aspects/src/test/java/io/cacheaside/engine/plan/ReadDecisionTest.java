package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.engine.plan.ReadDecision.Action;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadDecisionTest {
  private static final long FINGERPRINT = 0x0123456789ABCDEFL;
  private static final long GENERATION = 0x1122334455667788L;
  private static final int CODEC = 7;
  private static final Key KEY = Key.of("app:region:{key}");
  private static final LeaseToken ETAG = new LeaseToken(Long.MIN_VALUE | 1, 2);
  private static final LeaseToken LEASE = new LeaseToken(Long.MIN_VALUE | 3, 4);

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void of_record_decides(
      String name,
      byte @Nullable [] record,
      Action action,
      @Nullable LeaseToken token,
      @Nullable LeaseToken seen) {
    assertThat(ReadDecision.of(record, KEY, FINGERPRINT, CODEC, GENERATION))
        .isEqualTo(new ReadDecision(action, token, seen));
  }

  static Stream<Arguments> records() {
    return Stream.of(
        row("nothing", null, Action.LOAD, null, null),
        row("foreign, empty", new byte[0], Action.BYPASS, null, null),
        row("foreign, short", ascii("OK"), Action.BYPASS, null, null),
        row("foreign, 31 bytes of ours", cut(value(r -> {}), 31), Action.BYPASS, null, null),
        row("foreign, long", ascii("{".repeat(200)), Action.BYPASS, null, null),
        row("lease", EntryFormat.lease(LEASE, 99), Action.AWAIT_LEASE, LEASE, null),
        row("lease given back", lease(null), Action.LOAD, null, null),
        row("lease of a later version", version(lease(LEASE)), Action.AWAIT_LEASE, LEASE, null),
        row("value of a later version", version(value(r -> {})), Action.LOAD, null, null),
        row("it and a lease", version(leased(value(r -> {}))), Action.AWAIT_LEASE, LEASE, null),
        row("value", value(r -> {}), Action.SERVE, null, null),
        row("value and a lease over it", leased(value(r -> {})), Action.SERVE, null, null),
        row("negative", negative(1), Action.SERVE_NEGATIVE, null, null),
        row("quarantined", value(r -> r[4] = 4), Action.SERVE, null, null),
        row("quarantined, negative", negative(5), Action.SERVE_NEGATIVE, null, null),
        row("negative with a payload", value(r -> r[4] = 1), Action.LOAD_DAMAGED, null, ETAG),
        row("invalidated", value(r -> r[4] = 2), Action.LOAD, null, ETAG),
        row("invalidated, negative", value(r -> r[4] = 3), Action.LOAD, null, ETAG),
        row("invalidated, leased", leased(value(r -> r[4] = 2)), Action.LOAD, null, ETAG),
        row("compressed, unknown how", value(r -> r[4] = 8), Action.LOAD_OTHER_SCHEMA, null, ETAG),
        row("unknown flag", value(r -> r[4] = -128), Action.LOAD_OTHER_SCHEMA, null, ETAG),
        row("tags", value(r -> r[93] = 1), Action.LOAD_OTHER_SCHEMA, null, ETAG),
        row("other codec", value(r -> r[95] = 8), Action.LOAD_OTHER_SCHEMA, null, ETAG),
        row("other fingerprint", value(r -> r[79]++), Action.LOAD_OTHER_SCHEMA, null, ETAG),
        row("other generation", value(r -> r[87]++), Action.LOAD, null, ETAG),
        row("other generation, leased", leased(value(r -> r[80]++)), Action.LOAD, null, ETAG),
        row("damaged payload", value(r -> r[97] ^= 1), Action.LOAD_DAMAGED, null, ETAG),
        row("damaged header", value(r -> r[60] ^= 1), Action.LOAD_DAMAGED, null, ETAG),
        row("damaged checksum", value(r -> r[91] ^= 1), Action.LOAD_DAMAGED, null, ETAG),
        row("truncated payload", cut(value(r -> {}), 97), Action.LOAD_DAMAGED, null, ETAG),
        row("no payload", cut(value(r -> {}), 96), Action.LOAD_DAMAGED, null, ETAG),
        row("truncated header", cut(value(r -> {}), 95), Action.LOAD_DAMAGED, null, ETAG),
        row("nothing but the etag", cut(value(r -> {}), 48), Action.LOAD_DAMAGED, null, ETAG),
        row("truncated etag", cut(value(r -> {}), 47), Action.LOAD, null, null),
        row("extended", Arrays.copyOf(value(r -> {}), 99), Action.LOAD_DAMAGED, null, ETAG));
  }

  @Test
  void undecodable_value_isDamaged() {
    assertThat(ReadDecision.undecodable(value(r -> {})))
        .isEqualTo(new ReadDecision(Action.LOAD_DAMAGED, null, ETAG));
  }

  private static Arguments row(
      String name,
      byte @Nullable [] record,
      Action action,
      @Nullable LeaseToken token,
      @Nullable LeaseToken seen) {
    return arguments(name, record, action, token, seen);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] value(Consumer<byte[]> change) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + 2];
    record[96] = 'h';
    record[97] = 'i';
    EntryFormat.writeHeader(record, KEY, header(false));
    change.accept(record);
    return record;
  }

  private static byte[] negative(int flags) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH];
    EntryFormat.writeHeader(record, KEY, header(true));
    record[4] = (byte) flags;
    return record;
  }

  private static Header header(boolean negative) {
    return new Header(
        negative, ETAG, 1_700_000_000_000L, 300_000, 1_500, FINGERPRINT, GENERATION, CODEC);
  }

  private static byte[] lease(@Nullable LeaseToken token) {
    byte[] record = EntryFormat.lease(LEASE, 99);
    EntryFormat.writeLease(record, token, 99);
    return record;
  }

  private static byte[] leased(byte[] record) {
    EntryFormat.writeLease(record, LEASE, 99);
    return record;
  }

  private static byte[] version(byte[] record) {
    record[2] = 2;
    return record;
  }

  private static byte[] cut(byte[] record, int length) {
    return Arrays.copyOf(record, length);
  }
}
