package io.cacheaside.benchmarks;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The header of a record: its checksum, over 350 bytes of payload, is most of the work. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class HeaderBenchmark {
  private static final int PAYLOAD = 350;
  private static final Key KEY = Key.of("shop:default:{customer:4711}");
  private static final long FINGERPRINT = 0x5CA1AB1EL;
  private static final long GENERATION = 0x0123_4567_89AB_CDEFL;
  private static final EntryFormat.Header HEADER =
      new EntryFormat.Header(
          false,
          new LeaseToken(Long.MIN_VALUE, 1),
          1_700_000_000_000L,
          3_600_000,
          100,
          FINGERPRINT,
          GENERATION,
          1);

  private final byte[] record = new byte[EntryFormat.HEADER_LENGTH + PAYLOAD];

  /** Creates the record that is read. */
  public HeaderBenchmark() {
    EntryFormat.writeHeader(record, KEY, HEADER);
  }

  /** Writes it, as a populate does. */
  @Benchmark
  public byte[] encode() {
    EntryFormat.writeHeader(record, KEY, HEADER);
    return record;
  }

  /** Asks it what every hit asks. */
  @Benchmark
  public boolean decode() {
    return EntryFormat.isValue(record)
        && EntryFormat.fingerprint(record) == FINGERPRINT
        && EntryFormat.generation(record) == GENERATION
        && EntryFormat.isIntact(record, KEY);
  }
}
