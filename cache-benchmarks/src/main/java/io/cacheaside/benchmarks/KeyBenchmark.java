package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.key.KeyBuffer;
import io.cacheaside.key.KeyText;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The making of {@code bench:default:{user:<id>}}, with the steps of the engine and by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class KeyBenchmark {
  private static final int ROOM_FOR_VALUES = 48; // as in the engine

  private final byte[] prefix = ascii("bench:default:{");
  private final byte[] literal = ascii("user:");
  private final KeyText text = KeyText.forType(long.class);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** By hand: concatenate and encode. */
  @Benchmark
  public byte[] byHand(Ids ids) {
    return ("bench:default:{user:" + ids.next() + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** As the engine does it, boxing of the argument included. */
  @Benchmark
  public Key canonical(Ids ids) {
    KeyBuffer buffer = new KeyBuffer(prefix.length + ROOM_FOR_VALUES);
    buffer.appendLiteral(prefix);
    buffer.appendLiteral(literal);
    text.append(ids.next(), buffer);
    buffer.appendAscii('}');
    return Key.of(buffer.toByteArray());
  }
}
