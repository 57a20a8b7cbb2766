package io.cacheaside.sample.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongToIntFunction;
import org.tukaani.xz.XZInputStream;

/**
 * Requests from a recorded trace: one 32-bit big-endian number for each request, packed with xz or
 * not. The first key in the trace becomes product 1, the second product 2 and so on; if there are
 * more keys than products, it begins again at product 1. Held with four bytes for each request.
 */
final class TraceRequests implements RequestSource {
  private final Path file;
  private final int[] keys;
  private final int distinct;

  private TraceRequests(Path file, int[] keys, int distinct) {
    this.file = file;
    this.keys = keys;
    this.distinct = distinct;
  }

  /**
   * Reads a trace.
   *
   * @throws IOException if the file cannot be read; the message says what is wrong
   */
  static TraceRequests read(Path file) throws IOException {
    int[] keys = new int[1 << 16];
    int count = 0;
    try (DataInputStream in = new DataInputStream(open(file))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        if (count == keys.length) {
          keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count++] = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
      }
    } catch (EOFException e) {
      throw new IOException(
          file + " ends within a number: a trace is a sequence of 32-bit numbers", e);
    }
    if (count == 0) {
      throw new IOException(file + " is empty: a trace is a sequence of 32-bit numbers");
    }
    keys = Arrays.copyOf(keys, count);
    return new TraceRequests(file, keys, numberByAppearance(keys));
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (!file.toString().endsWith(".xz")) {
      return raw;
    }
    return new BufferedInputStream(new XZInputStream(raw), 1 << 16);
  }

  /**
   * Replaces each key by its place in the order of first appearance, from 0, and returns how many
   * different keys there are. Sorted arrays instead of a map: no object for each request.
   */
  private static int numberByAppearance(int[] keys) {
    int[] known = sortedWithoutRepetition(keys);
    int[] places = new int[known.length];
    Arrays.fill(places, -1);
    int next = 0;
    for (int i = 0; i < keys.length; i++) {
      int found = Arrays.binarySearch(known, keys[i]);
      if (places[found] < 0) {
        places[found] = next++;
      }
      keys[i] = places[found];
    }
    return next;
  }

  private static int[] sortedWithoutRepetition(int[] keys) {
    int[] sorted = keys.clone();
    Arrays.sort(sorted);
    int kept = 1;
    for (int key : sorted) {
      if (key != sorted[kept - 1]) {
        sorted[kept++] = key;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT, "%s (%,d requests, %,d keys)", file.getFileName(), keys.length, distinct);
  }

  @Override
  public String name() {
    return file.toAbsolutePath().toString();
  }

  @Override
  public long size() {
    return keys.length;
  }

  @Override
  public LongToIntFunction open(int products) {
    return position -> keys[Math.toIntExact(position)] % products + 1;
  }
}
