package io.cacheaside.benchmarks.scale;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis keeps for entries, leases, quarantines, connections and tracked keys. */
final class RedisMemory {
  private static final int HEADER = 96;
  private static final int SMALL = HEADER + 350;
  private static final int LARGE = HEADER + 30_000;
  private static final int TRACKED = 20_000;
  private static final long LEASE_MILLIS = 30_000;
  private static final int BATCH = 1_000;
  private static final Pattern TOTAL = Pattern.compile("name=(cacheaside-\\w+).* tot-mem=(\\d+)");

  private final Server server;

  RedisMemory(Server server) {
    this.server = server;
  }

  void measure(Figures figures) throws Exception {
    Figures.Table table =
        figures.table("memory at Redis, bytes each", "MEMORY USAGE", "with tables", "formula");
    entries(table, "entry, value of 350 B", 200_000, SMALL);
    entries(table, "entry, value of 30 KB", 4_000, LARGE);
    try (RedisStore store =
        RedisStore.open(
            RedisStoreOptions.builder(server.uri())
                .commandTimeout(java.time.Duration.ofSeconds(5))
                .build())) {
      store.firstConnection().get(10, TimeUnit.SECONDS);
      leases(table, store);
      quarantines(table, store);
      CompletableFuture<Long> generation = store.generation(Key.of("scale:g:default"));
      generation.get(5, TimeUnit.SECONDS);
      table.row("generation", server.memoryUsage("scale:g:default"), Double.NaN, Double.NaN);
      Matcher connection = TOTAL.matcher(server.clients());
      while (connection.find()) {
        double bytes = Double.parseDouble(connection.group(2));
        table.row("connection " + connection.group(1), bytes, Double.NaN, Double.NaN);
      }
    }
    connections(table);
    tracked(table);
  }

  private static String key(long number) {
    return "scale:default:{user:" + (100_000 + number) + "}";
  }

  private void entries(Figures.Table table, String name, int count, int length)
      throws ExecutionException, InterruptedException {
    server.flush();
    double before = server.settledMemory();
    server.fill(count, RedisMemory::key, new byte[length]);
    double each = (server.settledMemory() - before) / count;
    int keyLength = key(0).length();
    table.row(name, server.memoryUsage(key(0)), each, Model.entryBytes(keyLength, length));
    server.flush();
  }

  /** One step of the store, for each of many keys. */
  private interface Step {
    CompletableFuture<?> start(Key key, int number);
  }

  private static void forAll(int count, Step step)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<CompletableFuture<?>> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(step.start(Key.of(key(i)), i));
      if (batch.size() == BATCH || i == count - 1) {
        for (CompletableFuture<?> started : batch) {
          started.get(5, TimeUnit.SECONDS);
        }
        batch.clear();
      }
    }
  }

  private void leases(Figures.Table table, RedisStore store) throws Exception {
    int count = 100_000;
    double before = server.settledMemory();
    forAll(
        count, (key, number) -> store.acquire(key, new LeaseToken(-1, number), LEASE_MILLIS, null));
    double each = (server.settledMemory() - before) / count;
    int keyLength = key(0).length();
    table.row("lease alone", server.memoryUsage(key(0)), each, Model.entryBytes(keyLength, 32));
    server.flush();
  }

  private void quarantines(Figures.Table table, RedisStore store) throws Exception {
    int count = 100_000;
    double before = server.settledMemory();
    forAll(count, (key, number) -> store.invalidate(List.of(key), LEASE_MILLIS));
    double each = (server.settledMemory() - before) / count;
    String key = key(0) + ":q";
    table.row("quarantine", server.memoryUsage(key), each, Model.entryBytes(key.length(), 13));
    server.flush();
  }

  private void connections(Figures.Table table) throws Exception {
    int count = 1_000;
    double before = server.settledMemory();
    try (Crowd crowd = new Crowd(server.host(), server.port(), count)) {
      crowd.callAll(Crowd.command("HELLO", "3"));
      crowd.callAll(Crowd.command("PING"));
      Thread.sleep(3_000); // until Redis has shrunk the buffers of the silent
      double each = (server.settledMemory() - before) / count;
      table.row("connection that is silent", Double.NaN, each, Double.NaN);
    }
  }

  private void tracked(Figures.Table table) throws Exception {
    server.fill(TRACKED, RedisMemory::key, new byte[32]);
    try (Crowd crowd = new Crowd(server.host(), server.port(), 3)) {
      crowd.callAll(Crowd.command("HELLO", "3"));
      crowd.callAll(Crowd.command("CLIENT", "TRACKING", "ON"));
      for (int client = 0; client < 3; client++) {
        double before = server.settledMemory();
        for (int i = 0; i < TRACKED; i++) {
          crowd.send(client, Crowd.command("GETRANGE", key(i), "0", "31"));
          if (i % BATCH == BATCH - 1) {
            crowd.awaitReplies();
          }
        }
        double each = (server.settledMemory() - before) / TRACKED;
        table.row("tracked key, client " + (client + 1), Double.NaN, each, Double.NaN);
      }
    }
  }
}
