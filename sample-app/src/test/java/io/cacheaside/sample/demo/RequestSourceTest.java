package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class RequestSourceTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static byte[] trace(int... keys) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * keys.length);
    bytes.asIntBuffer().put(keys);
    return bytes.array();
  }

  private static long[] first(int count, LongSupplier requests) {
    return LongStream.generate(requests).limit(count).toArray();
  }

  @Test
  void trace_raw_numbersKeysInOrderOfAppearanceAndStartsAgain() throws IOException {
    Path file = Files.write(folder.resolve("a.trace"), trace(0x8000_0001, 7, 0x8000_0001, 255));

    TraceRequests requests = TraceRequests.read(file);

    assertThat(requests.describe()).isEqualTo("a.trace (4 requests, 3 keys)");
    assertThat(first(6, requests.open(100, 1)[0])).containsExactly(1, 2, 1, 3, 1, 2);
    assertThat(first(4, requests.open(2, 1)[0])).containsExactly(1, 2, 1, 1);
  }

  @Test
  void trace_packed_isTheSame() throws IOException {
    Path file = folder.resolve("a.trace.xz");
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
      out.write(trace(5, 6, 5));
    }

    assertThat(first(3, TraceRequests.read(file).open(100, 1)[0])).containsExactly(1, 2, 1);
  }

  @Test
  void trace_cutWithinANumber_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("cut"), new byte[6]);

    assertThatThrownBy(() -> TraceRequests.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " ends within a number: a trace is a sequence of 32-bit numbers");
  }

  @Test
  void trace_empty_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("empty"), new byte[0]);

    assertThatThrownBy(() -> TraceRequests.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is empty: a trace is a sequence of 32-bit numbers");
  }

  @Test
  void zipf_openedTwice_givesTheSamePopularProductsWithinRange() {
    long[] once = first(10_000, new ZipfRequests().open(1_000, 2)[1]);
    long[] again = first(10_000, new ZipfRequests().open(1_000, 2)[1]);

    assertThat(once).isEqualTo(again);
    assertThat(LongStream.of(once).min()).hasValue(1);
    assertThat(LongStream.of(once).max().orElseThrow()).isBetween(900L, 1_000L);
    // 1 / (the sum of 1/r^0.99 for r = 1..1000) of all requests, about 13 %
    assertThat(LongStream.of(once).filter(id -> id == 1).count()).isBetween(1_150L, 1_400L);
  }
}
