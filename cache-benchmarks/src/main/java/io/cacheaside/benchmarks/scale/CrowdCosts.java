package io.cacheaside.benchmarks.scale;

import io.cacheaside.store.redis.RedisStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a thousand JVMs would cost Redis, played by as many connections that send what JVMs send.
 */
final class CrowdCosts {
  private static final int JVMS = 1_000;
  private static final int RECORD = 446;
  private static final long MILLIS = 3_000;
  private static final String KEY = "scale:default:{user:100000}";
  private static final String GENERATION = "scale:g:default";

  private final Server server;

  CrowdCosts(Server server) {
    this.server = server;
  }

  void measure(Figures figures) throws IOException, InterruptedException {
    server.set(KEY, new byte[RECORD]);
    Figures.Table table =
        figures.table(
            "simulated JVMs", "commands/s", "Redis us", "script us", "reads", "Redis CPU %");
    for (int connections : new int[] {1, 10, 100, JVMS}) {
      closedLoop(table, connections, "hits", Crowd.command("GET", KEY));
    }
    lease();
    ByteBuffer acquire = acquire();
    closedLoop(table, JVMS, "polls of waiting JVMs", Crowd.command("GET", KEY));
    closedLoop(table, JVMS, "lookup and acquire in turn", Crowd.command("GET", KEY), acquire);
    idle(table);
    lease();
    firstMoment(figures, acquire);
    pushes(figures);
  }

  /** Puts a lease of an hour under the key. */
  private void lease() {
    ByteBuffer record = ByteBuffer.allocate(32);
    record.put(new byte[] {(byte) 0xCA, 0x5D, 1, 'L', 0, 0, 0, 0});
    record.putLong(-1).putLong(1).putLong(System.currentTimeMillis() + 3_600_000);
    server.set(KEY, record.array());
  }

  private ByteBuffer acquire() throws IOException {
    String sha1;
    try (InputStream script = RedisStore.class.getResourceAsStream("acquire.lua")) {
      if (script == null) {
        throw new IllegalStateException("acquire.lua is missing beside RedisStore");
      }
      sha1 = server.load(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    byte[] token = new byte[16];
    Arrays.fill(token, (byte) 0x81);
    return Crowd.command(
        ascii("EVALSHA"),
        ascii(sha1),
        ascii("2"),
        ascii(KEY),
        ascii(KEY + ":q"),
        token,
        ascii("3000"),
        new byte[0]);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void closedLoop(Figures.Table table, int connections, String name, ByteBuffer... commands)
      throws IOException {
    try (Crowd crowd = new Crowd(server.host(), server.port(), connections)) {
      crowd.callAll(Crowd.command("HELLO", "3"));
      crowd.repeat(commands, 200);
      ServerCounters before = server.counters();
      double sent = crowd.repeat(commands, MILLIS);
      ServerCounters used = server.counters().minus(before);
      table.row(
          name + ", connections: " + connections,
          sent / used.seconds(),
          used.cpuMicros() / sent,
          used.microsPerCall("evalsha"),
          used.reads() / sent,
          used.cpuMicros() / used.seconds() / 1e4);
    }
  }

  /**
   * All callers of all JVMs look up a missing key before any JVM asks for its lease; then all do.
   */
  private void firstMoment(Figures figures, ByteBuffer acquire) throws IOException {
    Figures.Table table =
        figures.table("first moment of a stampede", "ms", "Redis us/caller", "callers/50 ms");
    for (int callers : new int[] {1, 4, 16}) {
      ByteBuffer lookups = times(callers, Crowd.command("GET", KEY));
      try (Crowd crowd = new Crowd(server.host(), server.port(), JVMS)) {
        crowd.callAll(Crowd.command("HELLO", "3"));
        ServerCounters before = server.counters();
        long start = System.nanoTime();
        crowd.callAll(lookups, callers);
        crowd.callAll(acquire);
        double millis = (System.nanoTime() - start) / 1e6;
        ServerCounters used = server.counters().minus(before);
        double micros = used.cpuMicros() / JVMS / callers;
        table.row("JVMs: " + JVMS + ", callers each: " + callers, millis, micros, 50_000 / micros);
      }
    }
  }

  private static ByteBuffer times(int count, ByteBuffer command) {
    ByteBuffer all = ByteBuffer.allocate(count * command.remaining());
    for (int i = 0; i < count; i++) {
      all.put(command.duplicate());
    }
    return all.flip();
  }

  /** Each JVM sends four PINGs a second on one connection and an INFO on the other. */
  private void idle(Figures.Table table) throws IOException {
    try (Crowd crowd = new Crowd(server.host(), server.port(), 2 * JVMS)) {
      crowd.callAll(Crowd.command("HELLO", "3"));
      ByteBuffer ping = Crowd.command("PING");
      ByteBuffer info = Crowd.command("INFO", "replication");
      ServerCounters before = server.counters();
      long start = System.nanoTime();
      long sent = 0;
      for (long step = 0; step < 3L * 5 * JVMS; step++) { // three seconds, evenly
        long due = start + step * 1_000_000_000L / (5L * JVMS);
        long early = due - System.nanoTime();
        if (early > 1_000_000) {
          crowd.listen(early);
        }
        int jvm = (int) (step % JVMS);
        boolean history = step / JVMS % 5 == 4;
        crowd.send(history ? JVMS + jvm : jvm, history ? info : ping);
        sent++;
      }
      crowd.awaitReplies();
      ServerCounters used = server.counters().minus(before);
      table.row(
          "idle, JVMs: " + JVMS,
          sent / used.seconds(),
          used.cpuMicros() / sent,
          used.microsPerCall("evalsha"),
          used.reads() / sent,
          used.cpuMicros() / used.seconds() / 1e4);
      table.row(
          "  the same, B/s to and from Redis",
          used.bytesIn() / used.seconds(),
          used.bytesOut() / used.seconds(),
          Double.NaN,
          Double.NaN,
          Double.NaN);
    }
  }

  /** A region is cleared: each JVM is told, and reads the new generation. */
  private void pushes(Figures figures) throws IOException {
    Figures.Table table = figures.table("region cleared", "ms till told", "Redis us/JVM", "B/JVM");
    server.set(GENERATION, new byte[8]);
    try (Crowd crowd = new Crowd(server.host(), server.port(), JVMS)) {
      crowd.callAll(Crowd.command("HELLO", "3"));
      crowd.callAll(Crowd.command("CLIENT", "TRACKING", "ON"));
      int rounds = 20;
      double[] millis = new double[rounds];
      ByteBuffer get = Crowd.command("GET", GENERATION);
      ServerCounters before = server.counters();
      for (int round = 0; round < rounds; round++) {
        crowd.callAll(get);
        long expected = crowd.pushes() + JVMS;
        long start = System.nanoTime();
        server.set(GENERATION, new byte[8]);
        crowd.awaitPushes(expected);
        millis[round] = (System.nanoTime() - start) / 1e6;
      }
      ServerCounters used = server.counters().minus(before);
      Arrays.sort(millis);
      double times = (double) rounds * JVMS;
      table.row(
          "told and read again, JVMs: " + JVMS,
          millis[rounds / 2],
          used.cpuMicros() / times,
          (used.bytesIn() + used.bytesOut()) / times);
    }
  }
}
