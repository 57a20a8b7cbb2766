package io.cacheaside.engine.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.interleaving.LeasedCache.IntCodec;
import io.cacheaside.engine.region.KeySpace;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server is sent, in its own words: those of MONITOR. */
class RoundTripsTest {
  private static final EngineOptions OPTIONS =
      new EngineOptions(
          Duration.ofSeconds(20), // a busy machine must not make a call go past the cache
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          0,
          100,
          Duration.ofHours(1),
          false,
          false,
          RecoveryOptions.DEFAULTS);

  private static final int WAITERS = 64;

  private static RedisServer server;
  private static RedisStore store;

  private final String id = UUID.randomUUID().toString();
  private final CallSite find = new CallSite(LeasedCache.method("find"));
  private final CallSite save = new CallSite(LeasedCache.method("save"));
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private CacheEngine engine;
  private Monitor monitor;

  @BeforeAll
  static void connect() throws IOException {
    server = RedisServer.startProcess();
    store =
        RedisStore.open(
            RedisStoreOptions.builder(server.uri())
                .commandTimeout(Duration.ofSeconds(20))
                .generationMaxAge(Duration.ofMinutes(1))
                .build());
    store.firstConnection().orTimeout(10, TimeUnit.SECONDS).join();
    try (Line line = new Line(server)) {
      Await.until("the second connection is set up", () -> line.trackingClients() == 1);
    }
  }

  @AfterAll
  static void disconnect() {
    store.close();
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    engine =
        new CacheEngine(
            "roundtrips", store, new IntCodec(1), CacheListener.NONE, OPTIONS, Map.of(), timer);
    readAndLoad("first" + id, 1);
    Key first = Key.of("roundtrips:default:{row:first" + id + "}");
    Await.until(
        "the server knows the scripts and holds the entry",
        () -> {
          byte[] record = store.lookup(first).join();
          return record != null && EntryFormat.isValue(record);
        });
    Await.until(
        "the region's generation is copied",
        () -> {
          Key region = KeySpace.generationKey("roundtrips", "default");
          CompletableFuture<Long> copy = store.generation(region);
          return copy.isDone() && store.generation(region) == copy;
        });
    engine.invalidate(
        save, null, new Object[] {"any" + id}, null, true); // its script is known, too
    monitor = new Monitor(server);
  }

  @AfterEach
  void close() throws IOException {
    monitor.close();
    engine.close();
    timer.shutdownNow();
  }

  private Object read(String key) {
    try {
      return engine.read(find, null, new Object[] {key});
    } catch (Throwable e) {
      throw new AssertionError("the cache threw", e);
    }
  }

  private void readAndLoad(String key, Integer loaded) {
    Object outcome = read(key);
    assertThat(outcome).isInstanceOf(Load.class);
    ((Load) outcome).completed(loaded);
  }

  /** Returns the commands that clients sent, without those that scripts ran on the server. */
  private List<String> sentDuring(Runnable task) throws IOException {
    store.lookup(Key.of("mark")).join();
    task.run();
    store.lookup(Key.of("mark")).join(); // comes after all that the task sent on the connection
    return monitor.between("\"GET\" \"mark\"");
  }

  @Test
  void hit_isOneCommand() throws IOException {
    readAndLoad(id, 5);

    List<String> sent = sentDuring(() -> assertThat(read(id)).isEqualTo(5));

    assertThat(sent).containsExactly("GET");
  }

  @Test
  void miss_isThreeCommands() throws IOException {
    List<String> sent = sentDuring(() -> readAndLoad(id, 5));

    assertThat(sent).containsExactly("GET", "EVALSHA", "EVALSHA");
    assertThat(read(id)).isEqualTo(5);
  }

  @Test
  void invalidation_isOneCommand() throws IOException {
    readAndLoad(id, 5);

    List<String> sent =
        sentDuring(() -> engine.invalidate(save, null, new Object[] {id}, null, true));

    assertThat(sent).containsExactly("EVALSHA");
    assertThat(read(id)).isInstanceOf(Load.class);
  }

  private CompletableFuture<Object> readInThread() {
    CompletableFuture<Object> value = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                Object outcome = read(id);
                value.complete(outcome instanceof Load load ? load.completed(5) : outcome);
              } catch (Throwable e) {
                value.completeExceptionally(e);
              }
            })
        .start();
    return value;
  }

  private void readInThreads(Runnable onceTheyWait) {
    List<CompletableFuture<Object>> reads = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      reads.add(readInThread());
    }
    EngineHarness.awaitThreadsWaiting(WAITERS);
    onceTheyWait.run();
    reads.forEach(read -> assertThat(read.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(5));
  }

  @Test
  void missOfManyThreads_isALookupForEach() throws IOException {
    Load load = (Load) read(id);
    List<String> sent = sentDuring(() -> readInThreads(() -> load.completed(5)));

    assertThat(sent).containsOnly("GET", "EVALSHA");
    assertThat(Collections.frequency(sent, "GET")).isEqualTo(WAITERS);
    assertThat(Collections.frequency(sent, "EVALSHA")).as("the populate").isEqualTo(1);
  }

  @Test
  void waitForAnotherJvm_isOneWatchAndOneLookForAll() throws Throwable {
    try (CacheEngine other =
        new CacheEngine(
            "roundtrips", store, new IntCodec(1), CacheListener.NONE, OPTIONS, Map.of(), timer)) {
      CallSite elsewhere = new CallSite(LeasedCache.method("find"));
      Load load = (Load) other.read(elsewhere, null, new Object[] {id});

      List<String> sent = sentDuring(() -> readInThreads(() -> load.completed(5)));

      assertThat(sent).containsOnly("GET", "GETRANGE", "EVALSHA");
      assertThat(Collections.frequency(sent, "EVALSHA")).as("the populate").isEqualTo(1);
      assertThat(Collections.frequency(sent, "GETRANGE")).as("the watch").isEqualTo(1);
      assertThat(Collections.frequency(sent, "GET"))
          .as("a poll comes every 100 ms at most, but not for each of them")
          .isBetween(WAITERS + 1, 2 * WAITERS - 1);
    }
  }

  /** Reads what the server says it executes. */
  private static final class Monitor implements AutoCloseable {
    private final Line line;

    /** How the server calls the connection on which copies of generations are compared. */
    private final String watch;

    Monitor(RedisServer server) throws IOException {
      line = new Line(server);
      watch = "[0 " + line.addressOf("cacheaside-watch") + "] \"GET\"";
      assertThat(line.ask("MONITOR")).isEqualTo("+OK");
    }

    /**
     * Returns the names of the commands between two equal ones, which it waits for; without the
     * signs of life, and of progress, that are asked for at their own time. One copy of a
     * generation is compared a second: a second such question in what takes milliseconds is asked
     * by a call.
     */
    List<String> between(String mark) throws IOException {
      while (!line.next().endsWith(mark)) {
        // came before
      }
      List<String> names = new ArrayList<>();
      boolean compared = false;
      for (String said = line.next(); !said.endsWith(mark); said = line.next()) {
        if (said.contains(watch) && !compared) {
          compared = true;
        } else if (!said.contains(" lua] ") && !Set.of("PING", "INFO").contains(name(said))) {
          names.add(name(said));
        }
      }
      return names;
    }

    /** From {@code +1700000000.5 [0 127.0.0.1:5000] "GET" "key"}. */
    private static String name(String said) {
      return said.replaceFirst("^[^\"]*\"([^\"]*)\".*", "$1").toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
      line.close();
    }
  }

  /** A connection on which whole lines come and go. */
  private static final class Line implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    Line(RedisServer server) throws IOException {
      socket = new Socket(server.host(), server.port());
      socket.setSoTimeout(20_000); // only keeps a failure from hanging
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String ask(String command) throws IOException {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return next();
    }

    /** Returns how many connections asked the server to track keys for them. */
    int trackingClients() {
      try {
        int found = -1;
        int rest = Integer.parseInt(ask("INFO clients").substring(1)) + 2; // and the reply's end
        while (rest > 0) {
          String line = next();
          rest -= line.length() + 2;
          if (line.startsWith("tracking_clients:")) {
            found = Integer.parseInt(line.substring(line.indexOf(':') + 1));
          }
        }
        return found;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String addressOf(String clientName) throws IOException {
      int rest = Integer.parseInt(ask("CLIENT LIST").substring(1)) + 2;
      String address = null;
      while (rest > 0) {
        String line = next();
        rest -= line.length() + (rest > line.length() + 2 ? 1 : 2); // lines of a list end with \n
        if (line.contains(" name=" + clientName + " ")) {
          address = line.replaceFirst("^.* addr=([^ ]*) .*", "$1");
        }
      }
      return address;
    }

    String next() throws IOException {
      String line = answers.readLine();
      assertThat(line).as("the server hung up").isNotNull();
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
