package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.EntryFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The codec alone, beside Kryo with its own serializers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final Customer RECORD = Customer.of(Ids.FIRST);
  private static final CustomerBean BEAN = CustomerBean.of(RECORD);
  private static final OrderHistory HISTORY = OrderHistory.of(Ids.FIRST);

  /** Kryo as one uses it by hand. */
  @State(Scope.Benchmark)
  public static class ByHand {
    private final PlainKryo kryo = new PlainKryo();
    private final byte[] encodedRecord = kryo.encode(RECORD);
    private final byte[] encodedBean = kryo.encode(BEAN);
    private final byte[] encodedHistory = kryo.encode(HISTORY);
  }

  /** The framework's codec; payloads lie behind a header, as in a record. */
  @State(Scope.Benchmark)
  public static class Ours {
    private static final int HEADER = EntryFormat.HEADER_LENGTH;

    private final Codec codec = new KryoCodec(KryoCodecOptions.defaults());
    private final Codec.TypeCodec records = codec.forType(Customer.class);
    private final Codec.TypeCodec beans = codec.forType(CustomerBean.class);
    private final Codec.TypeCodec histories = codec.forType(OrderHistory.class);
    private final byte[] encodedRecord = records.encode(RECORD, HEADER);
    private final byte[] encodedBean = beans.encode(BEAN, HEADER);
    private final byte[] encodedHistory = histories.encode(HISTORY, HEADER);
  }

  /** Decodes a record, by hand. */
  @Benchmark
  public Customer decodeRecordByHand(ByHand by) {
    return by.kryo.decode(by.encodedRecord, Customer.class);
  }

  /** Decodes a record. */
  @Benchmark
  public Object decodeRecord(Ours ours) {
    return ours.records.decode(
        ours.encodedRecord, Ours.HEADER, ours.encodedRecord.length - Ours.HEADER);
  }

  /** Decodes 430 records of 30 KB, by hand. */
  @Benchmark
  public OrderHistory decodeHistoryByHand(ByHand by) {
    return by.kryo.decode(by.encodedHistory, OrderHistory.class);
  }

  /** Decodes 430 records of 30 KB. */
  @Benchmark
  public Object decodeHistory(Ours ours) {
    return ours.histories.decode(
        ours.encodedHistory, Ours.HEADER, ours.encodedHistory.length - Ours.HEADER);
  }

  /** Decodes an object with fields, by hand. */
  @Benchmark
  public CustomerBean decodeBeanByHand(ByHand by) {
    return by.kryo.decode(by.encodedBean, CustomerBean.class);
  }

  /** Decodes an object with fields. */
  @Benchmark
  public Object decodeBean(Ours ours) {
    return ours.beans.decode(ours.encodedBean, Ours.HEADER, ours.encodedBean.length - Ours.HEADER);
  }

  /** Encodes a record, by hand. */
  @Benchmark
  public byte[] encodeRecordByHand(ByHand by) {
    return by.kryo.encode(RECORD);
  }

  /** Encodes a record. */
  @Benchmark
  public byte[] encodeRecord(Ours ours) {
    return ours.records.encode(RECORD, Ours.HEADER);
  }

  /** Encodes an object with fields, by hand. */
  @Benchmark
  public byte[] encodeBeanByHand(ByHand by) {
    return by.kryo.encode(BEAN);
  }

  /** Encodes an object with fields. */
  @Benchmark
  public byte[] encodeBean(Ours ours) {
    return ours.beans.encode(BEAN, Ours.HEADER);
  }
}
