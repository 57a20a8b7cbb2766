package io.cacheaside.sample.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.tukaani.xz.XZInputStream;

/**
 * Requests from a recorded trace: one 32-bit big-endian number for each request, packed with xz or
 * not. The first key in the trace becomes product 1, the second product 2 and so on; if there are
 * more keys than products, it begins again at product 1. The threads take turns, so the order is
 * that of the trace; at its end it is played again.
 */
final class TraceRequests implements RequestSource {
  private final String name;
  private final int[] keys;
  private final int distinct;

  private TraceRequests(String name, int[] keys, int distinct) {
    this.name = name;
    this.keys = keys;
    this.distinct = distinct;
  }

  /**
   * Reads a trace.
   *
   * @throws IOException if the file cannot be read; the message says what is wrong
   */
  static TraceRequests read(Path file) throws IOException {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] keys = new int[1 << 16];
    int count = 0;
    try (DataInputStream in = new DataInputStream(open(file))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        int key = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (count == keys.length) {
          keys = Arrays.copyOf(keys, 2 * count);
        }
        Integer known = numbers.putIfAbsent(key, numbers.size());
        keys[count++] = known == null ? numbers.size() - 1 : known;
      }
    } catch (EOFException e) {
      throw new IOException(
          file + " ends within a number: a trace is a sequence of 32-bit numbers", e);
    }
    if (count == 0) {
      throw new IOException(file + " is empty: a trace is a sequence of 32-bit numbers");
    }
    return new TraceRequests(
        String.valueOf(file.getFileName()), Arrays.copyOf(keys, count), numbers.size());
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (!file.toString().endsWith(".xz")) {
      return raw;
    }
    return new BufferedInputStream(new XZInputStream(raw), 1 << 16);
  }

  @Override
  public String describe() {
    return String.format("%s (%,d requests, %,d keys)", name, keys.length, distinct);
  }

  @Override
  public LongSupplier[] open(int products, int threads) {
    AtomicLong position = new AtomicLong();
    LongSupplier shared =
        () -> keys[(int) (position.getAndIncrement() % keys.length)] % products + 1L;
    LongSupplier[] requests = new LongSupplier[threads];
    Arrays.fill(requests, shared);
    return requests;
  }
}
