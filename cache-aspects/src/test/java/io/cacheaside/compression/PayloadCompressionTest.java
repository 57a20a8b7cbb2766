package io.cacheaside.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCompressionTest {
  private static final int THRESHOLD = 1000;
  private static final int LARGEST = 100_000;
  private static final Key KEY = Key.of("app:region:{key}");
  private static final int DATA = EntryFormat.COMPRESSED_DATA;

  /** What reads: its own setting must not matter. */
  private static final PayloadCompression READER = with(Compression.NONE);

  private static PayloadCompression with(Compression compression) {
    return new PayloadCompression(compression, THRESHOLD, LARGEST);
  }

  /** A complete record whose payload is words, of which a few recur. */
  private static byte[] record(int payload) {
    byte[] record = new byte[EntryFormat.HEADER_LENGTH + payload];
    Random random = new Random(payload);
    for (int i = EntryFormat.HEADER_LENGTH; i < record.length; ) {
      String word = " word" + random.nextInt(100);
      for (int k = 0; k < word.length() && i < record.length; k++) {
        record[i++] = (byte) word.charAt(k);
      }
    }
    return completed(record);
  }

  private static byte[] completed(byte[] record) {
    LeaseToken etag = new LeaseToken(Long.MIN_VALUE | 1, 2);
    EntryFormat.writeHeader(record, KEY, new Header(false, etag, 3, 4, 5, 6, 7, 8));
    return record;
  }

  private static byte[] payload(byte[] record) {
    return Arrays.copyOfRange(record, EntryFormat.HEADER_LENGTH, record.length);
  }

  private static byte[] changed(Compression compression, Consumer<byte[]> change) {
    byte[] record = with(compression).compressed(record(5000), KEY);
    change.accept(record);
    return record;
  }

  private static void setPlainLength(byte[] record, int length) {
    ByteBuffer.wrap(record).putInt(EntryFormat.HEADER_LENGTH + 1, length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void compressed_anySize_isRestoredByAnyReader(Compression compression) {
    for (int size : new int[] {THRESHOLD, 4096, 5000, 30_000, LARGEST}) {
      byte[] plain = record(size);
      byte[] stored = with(compression).compressed(plain, KEY);
      assertThat(stored.length).isLessThanOrEqualTo(plain.length - size / 8);
      assertThat(EntryFormat.hasFlag(stored, EntryFormat.FLAG_COMPRESSED)).isTrue();
      assertThat(EntryFormat.isIntact(stored, KEY)).isTrue();
      assertThat(EntryFormat.etag(stored)).isEqualTo(EntryFormat.etag(plain));
      assertThat(EntryFormat.fingerprint(stored)).isEqualTo(6);
      assertThat(EntryFormat.hardMillis(stored)).isEqualTo(4);
      assertThat(PayloadCompression.canRestore(stored)).isTrue();
      assertThat(READER.payload(stored)).isEqualTo(payload(plain));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void compressed_notWorthIt_isThePlainRecord(Compression compression) {
    byte[] small = record(THRESHOLD - 1);
    assertThat(with(compression).compressed(small, KEY)).isSameAs(small);
    byte[] large = record(LARGEST + 1);
    assertThat(with(compression).compressed(large, KEY)).isSameAs(large);
    byte[] noise = new byte[EntryFormat.HEADER_LENGTH + 20_000];
    new Random(1).nextBytes(noise);
    byte[] incompressible = completed(noise);
    assertThat(with(compression).compressed(incompressible, KEY)).isSameAs(incompressible);
  }

  @Test
  void compressed_none_isThePlainRecord() {
    byte[] plain = record(5000);
    assertThat(READER.compressed(plain, KEY)).isSameAs(plain);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void payload_lengthThatLies_isRefused(Compression compression) {
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 1, 4999, 5001, 99_999}) {
      byte[] record = changed(compression, r -> setPlainLength(r, length));
      assertThatThrownBy(() -> READER.payload(record))
          .as("length " + length)
          .isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void payload_moreThanAllowed_isRefusedBeforeMemoryIsTaken(Compression compression) {
    byte[] record = changed(compression, r -> setPlainLength(r, Integer.MAX_VALUE));
    int data = record.length - DATA;
    assertThatThrownBy(() -> READER.payload(record)) // loads the classes of the message
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "%,d bytes cannot stand for a payload of 2,147,483,647 bytes, of which 100,000 are allowed",
            data);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThatThrownBy(() -> READER.payload(record)).isInstanceOf(CodecException.class);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(after - before).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void payload_moreThanItsBytesCanHold_isRefused(Compression compression) {
    byte[] record = Arrays.copyOf(changed(compression, r -> {}), DATA + 20);
    setPlainLength(record, 90_000);
    assertThatThrownBy(() -> READER.payload(record))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "20 bytes cannot stand for a payload of 90,000 bytes, of which 100,000 are allowed");
  }

  @Test
  void payload_bomb_isRefused() {
    byte[] zeros = completed(new byte[EntryFormat.HEADER_LENGTH + LARGEST]);
    byte[] bomb = with(Compression.DEFLATE).compressed(zeros, KEY);
    assertThat(bomb.length).isLessThan(1000);
    setPlainLength(bomb, 50);
    assertThatThrownBy(() -> READER.payload(bomb))
        .isInstanceOf(CodecException.class)
        .hasMessage("a compressed payload is not as long as announced");
    PayloadCompression smaller = new PayloadCompression(Compression.NONE, THRESHOLD, LARGEST - 1);
    setPlainLength(bomb, LARGEST);
    assertThatThrownBy(() -> smaller.payload(bomb)).isInstanceOf(CodecException.class);
    assertThat(READER.payload(bomb)).hasSize(LARGEST);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void payload_truncatedAnywhere_isRefused(Compression compression) {
    byte[] record = changed(compression, r -> {});
    for (int length = EntryFormat.HEADER_LENGTH; length < record.length; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> READER.payload(cut))
          .as("cut to " + length)
          .isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void payload_trailingBytes_areRefused(int more) {
    for (Compression compression : new Compression[] {Compression.DEFLATE, Compression.LZ4}) {
      byte[] record = changed(compression, r -> {});
      byte[] longer = Arrays.copyOf(record, record.length + more);
      assertThatThrownBy(() -> READER.payload(longer)).isInstanceOf(CodecException.class);
    }
    byte[] deflated = changed(Compression.DEFLATE, r -> {});
    assertThatThrownBy(() -> READER.payload(Arrays.copyOf(deflated, deflated.length + more)))
        .hasMessage("%,d bytes follow a compressed payload", more);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 1, 'd', 'Z', -1})
  void payload_unknownId_isRefused(byte id) {
    byte[] record = changed(Compression.DEFLATE, r -> r[EntryFormat.HEADER_LENGTH] = id);
    assertThat(PayloadCompression.canRestore(record)).isFalse();
    assertThatThrownBy(() -> READER.payload(record))
        .isInstanceOf(CodecException.class)
        .hasMessage("the payload is compressed in a way that is unknown here");
  }

  @Test
  void canRestore_noRoomForTheLength_isFalse() {
    byte[] record = Arrays.copyOf(changed(Compression.DEFLATE, r -> {}), DATA - 1);
    assertThat(PayloadCompression.canRestore(record)).isFalse();
  }

  /** Behind the checksum nothing like this arrives by accident; here it is not looked at. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void payload_anyDamage_isRefusedOrHasTheLength(Compression compression) {
    Random random = new Random(42);
    byte[] record = changed(compression, r -> {});
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = record.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        damaged[DATA + random.nextInt(damaged.length - DATA)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(READER.payload(damaged)).hasSize(5000);
      } catch (CodecException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }
}
