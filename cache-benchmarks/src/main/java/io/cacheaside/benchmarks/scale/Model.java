package io.cacheaside.benchmarks.scale;

/** The formulas of docs/scaling.md. Times in microseconds, sizes in bytes. */
final class Model {
  private static final int DICT_ENTRY = 24;
  private static final int OBJECT = 16;
  private static final int SLOT = 8;
  private static final double SLOTS_PER_ENTRY = 1.5; // a table is between half full and full
  private static final int EMBEDDED = 44;
  private static final int POLL_MIN_MILLIS = 100;
  private static final int POLL_MAX_MILLIS = 250;

  private Model() {}

  /**
   * Returns what a string with an expiry takes in Redis 7.0: entries of both tables, key, object
   * and value, each rounded up by the allocator.
   */
  static double entryBytes(int keyLength, int recordLength) {
    int value =
        recordLength <= EMBEDDED
            ? allocated(OBJECT + 3 + recordLength + 1)
            : OBJECT + allocated(stringBytes(recordLength));
    return 2 * DICT_ENTRY + 2 * SLOTS_PER_ENTRY * SLOT + allocated(stringBytes(keyLength)) + value;
  }

  /** A string of Redis: a header of 1, 3, 5 or 9 bytes, the text, and a zero. */
  private static int stringBytes(int length) {
    int header = length < 32 ? 1 : length < 256 ? 3 : length < 65_536 ? 5 : 9;
    return header + length + 1;
  }

  /**
   * Returns the size class of jemalloc that holds so many bytes: multiples of 8 up to 64, then four
   * classes for each doubling.
   */
  static int allocated(int bytes) {
    return roundUp(bytes, bytes <= 64 ? 8 : Integer.highestOneBit(bytes - 1) / 4);
  }

  private static int roundUp(int value, int step) {
    return (value + step - 1) / step * step;
  }

  /** Returns how many primaries hold so many entries, if each may fill so many bytes. */
  static long shards(double entries, double bytesPerEntry, double bytesPerShard) {
    return (long) Math.ceil(entries * bytesPerEntry / bytesPerShard);
  }

  /**
   * Returns how many calls a second fit into a machine that runs clients and Redis, or into Redis's
   * thread if that is full first.
   */
  static double callsPerSecond(double processors, double clientMicros, double redisMicros) {
    return 1e6 * Math.min(processors / (clientMicros + redisMicros), 1 / redisMicros);
  }

  /**
   * Returns how many commands Redis gets because a key is missing that all threads of all JVMs ask
   * for at once: each thread looks up, and each JVM asks for the lease; each JVM but the loading
   * one watches, polls while the load lasts, and looks when it has ended; one populates.
   */
  static double stampedeCommands(int jvms, int threads, int loadMillis) {
    double eachWaitingJvm = 1 + polls(loadMillis) + 1;
    return (double) jvms * threads + jvms + (jvms - 1) * eachWaitingJvm + 1;
  }

  /**
   * Returns how often a JVM that waits has polled after that time, on average: the pauses lie
   * between 100 and 250 ms, each length as likely as another.
   */
  static double polls(int millis) {
    double[] after = new double[millis + 1];
    for (int now = POLL_MIN_MILLIS; now <= millis; now++) {
      double sum = 0;
      for (int pause = POLL_MIN_MILLIS; pause <= Math.min(now, POLL_MAX_MILLIS); pause++) {
        sum += 1 + after[now - pause];
      }
      after[now] = sum / (POLL_MAX_MILLIS - POLL_MIN_MILLIS + 1);
    }
    return after[millis];
  }

  /** Returns how many commands a second Redis gets from JVMs that do nothing. */
  static double idleCommandsPerSecond(int jvms) {
    return 5.0 * jvms;
  }

  /** Returns by how much a prediction was off, as a part of what was measured. */
  static double error(double predicted, double measured) {
    return predicted / measured - 1;
  }
}
