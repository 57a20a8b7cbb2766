package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
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

  private static int[] first(int count, LongToIntFunction requests) {
    return LongStream.range(0, count).mapToInt(requests).toArray();
  }

  @Test
  void trace_raw_numbersKeysInOrderOfAppearance() throws IOException {
    Path file = Files.write(folder.resolve("a.trace"), trace(0x8000_0001, 7, 0x8000_0001, 255));

    TraceRequests requests = TraceRequests.read(file);

    assertThat(requests.describe()).isEqualTo("a.trace (4 requests, 3 keys)");
    assertThat(requests.size()).isEqualTo(4);
    assertThat(first(4, requests.open(100))).containsExactly(1, 2, 1, 3);
    // more keys than products: the third is product 1 again
    assertThat(first(4, requests.open(2))).containsExactly(1, 2, 1, 1);
  }

  @Test
  void trace_longerThanTheFirstBuffer_isReadWhole() throws IOException {
    int[] keys = IntStream.range(0, 150_000).map(i -> -(i % 70_000)).toArray();
    Path file = Files.write(folder.resolve("long.trace"), trace(keys));

    TraceRequests requests = TraceRequests.read(file);

    assertThat(requests.describe()).isEqualTo("long.trace (150,000 requests, 70,000 keys)");
    assertThat(first(150_000, requests.open(100_000)))
        .isEqualTo(IntStream.range(0, 150_000).map(i -> i % 70_000 + 1).toArray());
  }

  @Test
  void named_withTheNameOfASource_findsTheSame() throws IOException {
    Path file = Files.write(folder.resolve("zipf"), trace(5, 6, 5));
    TraceRequests trace = TraceRequests.read(file);
    ZipfRequests zipf = new ZipfRequests();

    assertThat(first(3, RequestSource.named(trace.name()).open(10))).containsExactly(1, 2, 1);
    assertThat(first(100, RequestSource.named(zipf.name()).open(1_000)))
        .isEqualTo(first(100, zipf.open(1_000)));
  }

  @Test
  void trace_packed_isTheSame() throws IOException {
    Path file = folder.resolve("a.trace.xz");
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
      out.write(trace(5, 6, 5));
    }

    assertThat(first(3, TraceRequests.read(file).open(100))).containsExactly(1, 2, 1);
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
    int[] once = first(10_000, new ZipfRequests().open(1_000));
    int[] again = first(10_000, new ZipfRequests().open(1_000));

    assertThat(once).isEqualTo(again);
    assertThat(IntStream.of(once).min()).hasValue(1);
    assertThat(IntStream.of(once).max().orElseThrow()).isBetween(900, 1_000);
    // 1 / (the sum of 1/r^0.99 for r = 1..1000) of all requests, about 13 %
    assertThat(IntStream.of(once).filter(id -> id == 1).count()).isBetween(1_150L, 1_400L);
  }
}
