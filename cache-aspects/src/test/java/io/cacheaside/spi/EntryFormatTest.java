package io.cacheaside.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.EntryFormat.Header;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are a contract between the JVMs that share a Redis: a failure here breaks users. */
class EntryFormatTest {
  private static final Key KEY = Key.of("app:region:{key}");
  private static final LeaseToken ETAG = new LeaseToken(0x8000000000000001L, 2);
  private static final LeaseToken LEASE = new LeaseToken(0x8000000000000003L, 4);
  private static final Header HEADER =
      new Header(
          false,
          ETAG,
          1_700_000_000_000L,
          300_000,
          1_500,
          0x0123456789ABCDEFL,
          0x1122334455667788L,
          7);

  /** The checksum was computed by another program. */
  private static final String VALUE =
      "ca5d0156000000000000000000000000"
          + "00000000000000000000000000000000"
          + "80000000000000010000000000000002"
          + "0000018bcfe56800000493e0000493e0"
          + "00000000000005dc0123456789abcdef"
          + "1122334455667788179614b800000007"
          + "6869";

  private static final String NEGATIVE =
      "ca5d0156010000000000000000000000"
          + "00000000000000000000000000000000"
          + "80000000000000010000000000000002"
          + "0000018bcfe56800000493e0000493e0"
          + "00000000000005dc0123456789abcdef"
          + "11223344556677885955219e00000007";

  private static final String LEASE_ONLY =
      "ca5d014c00000000800000000000000100000000000000020000018bcfe573b8";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void writeHeader_overGarbage_writesThePinnedBytes() {
    byte[] record = bytes("ff".repeat(96) + "6869");
    EntryFormat.writeHeader(record, KEY, HEADER);
    assertThat(hex(record)).isEqualTo(VALUE);
  }

  @Test
  void writeHeader_negative_writesThePinnedBytes() {
    byte[] record = bytes("ff".repeat(96));
    Header header =
        new Header(
            true,
            ETAG,
            1_700_000_000_000L,
            300_000,
            1_500,
            0x0123456789ABCDEFL,
            0x1122334455667788L,
            7);
    EntryFormat.writeHeader(record, KEY, header);
    assertThat(hex(record)).isEqualTo(NEGATIVE);
  }

  @Test
  void lease_writesThePinnedBytes() {
    assertThat(hex(EntryFormat.lease(ETAG, 1_700_000_003_000L))).isEqualTo(LEASE_ONLY);
  }

  @Test
  void accessors_pinnedValue_readEveryField() {
    byte[] record = bytes(VALUE);
    assertThat(EntryFormat.isOurs(record)).isTrue();
    assertThat(EntryFormat.isValue(record)).isTrue();
    assertThat(EntryFormat.isTruncatedValue(record)).isFalse();
    assertThat(EntryFormat.isIntact(record, KEY)).isTrue();
    assertThat(EntryFormat.flags(record)).isZero();
    assertThat(EntryFormat.hasFlag(record, EntryFormat.FLAG_NEGATIVE)).isFalse();
    assertThat(EntryFormat.leaseToken(record)).isNull();
    assertThat(EntryFormat.leaseDeadline(record)).isZero();
    assertThat(EntryFormat.etag(record)).isEqualTo(ETAG);
    assertThat(EntryFormat.generation(record)).isEqualTo(0x1122334455667788L);
    assertThat(EntryFormat.created(record)).isEqualTo(1_700_000_000_000L);
    assertThat(EntryFormat.softMillis(record)).isEqualTo(300_000);
    assertThat(EntryFormat.hardMillis(record)).isEqualTo(300_000);
    assertThat(EntryFormat.costMicros(record)).isEqualTo(1_500);
    assertThat(EntryFormat.fingerprint(record)).isEqualTo(0x0123456789ABCDEFL);
    assertThat(EntryFormat.codecId(record)).isEqualTo(7);
    assertThat(EntryFormat.tagCount(record)).isZero();
  }

  @Test
  void accessors_pinnedLease_readTokenAndDeadline() {
    byte[] record = bytes(LEASE_ONLY);
    assertThat(EntryFormat.isOurs(record)).isTrue();
    assertThat(EntryFormat.isValue(record)).isFalse();
    assertThat(EntryFormat.isTruncatedValue(record)).isFalse();
    assertThat(EntryFormat.leaseToken(record)).isEqualTo(ETAG);
    assertThat(EntryFormat.leaseDeadline(record)).isEqualTo(1_700_000_003_000L);
  }

  @Test
  void accessors_largeUnsignedNumbers_areNotNegative() {
    byte[] record = bytes(VALUE);
    Header header = new Header(false, ETAG, 0, 1, 1, -1, -1, 0xFFFE);
    EntryFormat.writeHeader(record, KEY, header);
    record[4] = (byte) 0xFF;
    record[92] = (byte) 0xFF;
    assertThat(EntryFormat.codecId(record)).isEqualTo(0xFFFE);
    assertThat(EntryFormat.tagCount(record)).isEqualTo(0xFF00);
    assertThat(EntryFormat.flags(record)).isEqualTo(0xFF);
    assertThat(EntryFormat.fingerprint(record)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void hasFlag_eachBit_isIndependent(int flag) {
    byte[] record = bytes(VALUE);
    record[4] = (byte) flag;
    assertThat(EntryFormat.hasFlag(record, EntryFormat.FLAG_NEGATIVE)).isEqualTo(flag == 1);
    assertThat(EntryFormat.hasFlag(record, EntryFormat.FLAG_INVALIDATED)).isEqualTo(flag == 2);
    assertThat(EntryFormat.hasFlag(record, EntryFormat.FLAG_QUARANTINED)).isEqualTo(flag == 4);
  }

  @Test
  void writeLease_overAValue_changesNothingElse() {
    byte[] record = bytes(VALUE);
    EntryFormat.writeLease(record, LEASE, 99);
    assertThat(EntryFormat.leaseToken(record)).isEqualTo(LEASE);
    assertThat(EntryFormat.leaseDeadline(record)).isEqualTo(99);
    assertThat(EntryFormat.isIntact(record, KEY)).isTrue();
    EntryFormat.writeLease(record, null, 99);
    assertThat(hex(record)).isEqualTo(VALUE);
  }

  @Test
  void isIntact_anyByteChanged_noticesAllButTheFirst32() {
    for (int i = 0; i < bytes(VALUE).length; i++) {
      byte[] record = bytes(VALUE);
      record[i] ^= 0x10;
      assertThat(EntryFormat.isIntact(record, KEY)).as("byte " + i + " changed").isEqualTo(i < 32);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app:region:{kez}", "app:region:{key", "app:region:{key}}", "app:region:{KEY}",
        "apq:region:{key}", "app:regioN:{key}", "app:region:{yek}", ""
      })
  void isIntact_anotherKey_isFalseForEveryForm(String other) {
    byte[] compressed = bytes("ff".repeat(101) + "0102");
    EntryFormat.writeCompressedHeader(compressed, KEY, bytes(VALUE), (byte) 'D');
    for (byte[] record : List.of(bytes(VALUE), bytes(NEGATIVE), compressed)) {
      assertThat(EntryFormat.isIntact(record, KEY)).isTrue();
      assertThat(EntryFormat.isIntact(record, Key.of(other))).isFalse();
    }
  }

  @Test
  void writeCompressedHeader_writesThePinnedBytes() {
    byte[] record = bytes("ff".repeat(101) + "0102");
    EntryFormat.writeCompressedHeader(record, KEY, bytes(VALUE), (byte) 'D');
    assertThat(hex(record))
        .isEqualTo(
            VALUE.substring(0, 8)
                + "08"
                + VALUE.substring(10, 176)
                + "17bef885"
                + VALUE.substring(184, 192)
                + "44000000020102");
    assertThat(EntryFormat.compressionId(record)).isEqualTo((byte) 'D');
    assertThat(EntryFormat.plainLength(record)).isEqualTo(2);
    assertThat(EntryFormat.isIntact(record, KEY)).isTrue();
  }

  @Test
  void isIntact_flagOfCompressionChanged_noticesBothWays() {
    byte[] plain = bytes(VALUE);
    plain[4] ^= EntryFormat.FLAG_COMPRESSED;
    assertThat(EntryFormat.isIntact(plain, KEY)).isFalse();
    byte[] compressed = bytes("ff".repeat(101) + "0102");
    EntryFormat.writeCompressedHeader(compressed, KEY, bytes(VALUE), (byte) 'D');
    compressed[4] ^= EntryFormat.FLAG_COMPRESSED;
    assertThat(EntryFormat.isIntact(compressed, KEY)).isFalse();
  }

  @Test
  void isOurs_needsMagicAndRoomForALease() {
    assertThat(EntryFormat.isOurs(bytes("ca5d" + "00".repeat(29)))).isFalse();
    assertThat(EntryFormat.isOurs(bytes("ca5d" + "00".repeat(30)))).isTrue();
    assertThat(EntryFormat.isOurs(bytes("ca5e" + "00".repeat(30)))).isFalse();
    assertThat(EntryFormat.isOurs(bytes("cb5d" + "00".repeat(30)))).isFalse();
    assertThat(EntryFormat.isOurs(new byte[0])).isFalse();
  }

  @Test
  void isValue_needsKindVersionAndWholeHeader() {
    assertThat(EntryFormat.isValue(bytes(VALUE.substring(0, 192)))).isTrue();
    assertThat(EntryFormat.isValue(bytes(VALUE.substring(0, 190)))).isFalse();
    assertThat(EntryFormat.isValue(bytes(VALUE.replaceFirst("56", "4c")))).isFalse();
    assertThat(EntryFormat.isValue(bytes(VALUE.replaceFirst("01", "02")))).isFalse();
  }

  @Test
  void isTruncatedValue_needsAnEtagAndLessThanAHeader() {
    assertThat(EntryFormat.isTruncatedValue(bytes(VALUE.substring(0, 190)))).isTrue();
    assertThat(EntryFormat.isTruncatedValue(bytes(VALUE.substring(0, 96)))).isTrue();
    assertThat(EntryFormat.isTruncatedValue(bytes(VALUE.substring(0, 94)))).isFalse();
    String later = VALUE.replaceFirst("01", "02").substring(0, 190);
    assertThat(EntryFormat.isTruncatedValue(bytes(later))).isFalse();
  }
}
