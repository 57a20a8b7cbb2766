package io.cacheaside.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.sun.management.ThreadMXBean;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.compression.Compression;
import io.cacheaside.compression.PayloadCompression;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Prints how large values become: beside JSON and the JDK's serialization, and compressed, with the
 * CPU that it takes and the memory of Redis.
 */
public final class PayloadFigures {
  private static final Key KEY = Key.of("shop:products:{list:4711}");
  private static final int HEADER = EntryFormat.HEADER_LENGTH;
  private static final long NANOS = 300_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(Instant.class, asText())
          .registerTypeAdapter(LocalDate.class, asText())
          .create();

  /** Keeps results from being optimised away. */
  @SuppressWarnings("UnusedVariable") // that is what it is for
  private static volatile Object sink = "";

  private PayloadFigures() {}

  private static JsonSerializer<Object> asText() {
    return (value, type, context) -> new JsonPrimitive(value.toString());
  }

  /** The value's declared type. */
  interface Catalogue {
    /** Returns products. */
    List<Product> products();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Value(String name, Object object, byte[] record) {}

  /** Measures; takes a minute. */
  @SuppressWarnings("SystemOut") // the report is the output
  public static void main(String[] arguments) throws Exception {
    List<Value> values = values();
    System.out.printf(Locale.ROOT, "%-14s %9s %9s %9s%n", "bytes of", "payload", "JSON", "JDK");
    for (Value value : values) {
      System.out.printf(
          Locale.ROOT,
          "%-14s %,9d %,9d %,9d%n",
          value.name,
          value.record.length - HEADER,
          GSON.toJson(value.object).getBytes(StandardCharsets.UTF_8).length,
          jdk(value.object));
    }
    System.out.printf(
        Locale.ROOT,
        "%n%-14s %-8s %9s %9s %11s %11s%n",
        "compressed",
        "",
        "payload",
        "in Redis",
        "compress us",
        "restore us");
    try (RedisServer server = RedisServer.start()) {
      RedisClient client = RedisClient.create(server.uri());
      try (StatefulRedisConnection<byte[], byte[]> redis =
          client.connect(ByteArrayCodec.INSTANCE)) {
        for (Value value : values) {
          for (Compression compression : Compression.values()) {
            System.out.println(line(value, compression, redis));
          }
        }
      } finally {
        client.shutdown();
      }
    }
  }

  private static List<Value> values() throws NoSuchMethodException {
    Codec codec = new KryoCodec(KryoCodecOptions.defaults());
    List<Value> values = new ArrayList<>();
    Customer customer = Customer.of(Ids.FIRST);
    values.add(value("Customer", customer, codec.forType(Customer.class)));
    Codec.TypeCodec products =
        codec.forType(Catalogue.class.getDeclaredMethod("products").getGenericReturnType());
    for (int count : new int[] {8, 32, 190, 1900}) {
      values.add(value(count + " Products", Product.list(count), products));
    }
    return values;
  }

  private static Value value(String name, Object object, Codec.TypeCodec codec) {
    byte[] record = codec.encode(object, HEADER);
    EntryFormat.writeHeader(
        record,
        KEY,
        new EntryFormat.Header(
            false, new LeaseToken(Long.MIN_VALUE | 1, 1), 0, 1, 0, codec.fingerprint(), 0, 1));
    return new Value(name, object, record);
  }

  private static int jdk(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.size();
  }

  private static String line(
      Value value, Compression compression, StatefulRedisConnection<byte[], byte[]> redis) {
    PayloadCompression regions = new PayloadCompression(compression, 1, 1 << 24);
    byte[] stored = regions.compressed(value.record, KEY);
    redis.sync().set(KEY.bytes(), stored);
    boolean shrunk = EntryFormat.hasFlag(stored, EntryFormat.FLAG_COMPRESSED);
    return String.format(
        Locale.ROOT,
        "%-14s %-8s %,9d %,9d %11s %11s",
        value.name,
        compression.name().toLowerCase(Locale.ROOT),
        stored.length - HEADER,
        redis.sync().memoryUsage(KEY.bytes()),
        compression == Compression.NONE ? "" : micros(() -> regions.compressed(value.record, KEY)),
        shrunk ? micros(() -> regions.payload(stored)) : "");
  }

  /** Returns the CPU of the thread for one call, in the best of many batches. */
  private static String micros(Supplier<Object> call) {
    int batch = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; batch++) {
      sink = call.get();
    }
    batch = Math.max(1, batch / 30);
    double best = Double.MAX_VALUE;
    for (long end = System.nanoTime() + 2 * NANOS; System.nanoTime() < end; ) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < batch; i++) {
        sink = call.get();
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / batch);
    }
    return String.format(Locale.ROOT, "%.1f", best);
  }
}
