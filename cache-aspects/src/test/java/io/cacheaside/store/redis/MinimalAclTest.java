package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ACL of docs/operations.md, taken from that page: it suffices, and nothing in it is idle. */
@Timeout(300)
class MinimalAclTest {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");
  private static final String START = "ACL SETUSER ";
  private static final long LONG = 60_000;

  private static RedisServer server;
  private static RedisServer replica;
  private static RawRedis raw;
  private static long sequence;

  @BeforeAll
  static void startServer() {
    server = RedisServer.startProcess();
    raw = new RawRedis(server.uri());
    replica = RedisServer.startProcess("--replicaof", server.host(), "" + server.port());
    Await.until(
        "the replica is connected", () -> raw.sync().info("replication").contains("state=online"));
  }

  @AfterAll
  static void stopServer() {
    raw.close();
    replica.close();
    server.close();
  }

  /** Returns the words of the line behind the name of the user. */
  private static List<String> rules() throws IOException {
    List<String> lines =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith(START)).toList();
    assertThat(lines).as("lines with an ACL in %s", PAGE).hasSize(1);
    List<String> words = Arrays.asList(lines.get(0).substring(START.length()).split(" ", -1));
    assertThat(words.subList(0, 3)).containsExactly("shop", "reset", "on");
    return words.subList(1, words.size());
  }

  static Stream<String> commands() throws IOException {
    return rules().stream().filter(rule -> rule.startsWith("+"));
  }

  private static void setUser(List<String> rules) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    args.add("SETUSER").add("shop");
    rules.forEach(args::add);
    raw.sync().dispatch(CommandType.ACL, new StatusOutput<>(ByteArrayCodec.INSTANCE), args);
  }

  @Test
  void page_namesEverythingASystemNeeds() throws IOException {
    setUser(rules());
    assertThat(life()).isEmpty();
  }

  @Test
  void page_allowsTheOwnKeysOnly() throws IOException {
    setUser(rules());
    try (RedisStore store = open()) {
      for (CompletableFuture<?> call :
          List.of(
              store.lookup(Key.of("other:r:{k}")),
              store.acquire(Key.of("other:r:{k}"), token(), LONG, null),
              store.invalidate(List.of(Key.of("shop:r:{k}"), Key.of("other:r:{k}"))),
              store.clear(Key.of("other:g:r")))) {
        assertThat(Failure.of(call).has(Reason.REFUSED).exception())
            .hasMessageEndingWith("; extend the ACL of the user");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void page_withoutOneCommand_isNotEnough(String command) throws IOException {
    List<String> rules = new ArrayList<>(rules());
    assertThat(rules.remove(command)).isTrue();
    setUser(rules);
    assertThat(life()).as("what fails without %s", command).isNotEmpty();
  }

  private static String uri() {
    return "redis://shop:PASSWORD@127.0.0.1:" + server.port();
  }

  private static RedisStore open() {
    RedisStore store =
        RedisStore.open(
            RedisStoreOptions.builder(uri())
                .commandTimeout(Duration.ofSeconds(20))
                .generationMaxAge(Duration.ZERO)
                .durability(1, Duration.ofSeconds(5))
                .build());
    Await.until(
        "connected or refused",
        () -> store.firstConnection().isDone() || store.lastConnectError() != null);
    return store;
  }

  private static LeaseToken token() {
    return new LeaseToken(Long.MIN_VALUE + 9, ++sequence);
  }

  private static byte[] record(LeaseToken etag, int payloadLength) {
    return OwnServerFixture.record(etag, payloadLength);
  }

  /** Does everything that a store does, and returns what failed. */
  private static List<String> life() {
    raw.sync().scriptFlush();
    raw.sync().aclLogReset();
    List<String> failures = new ArrayList<>();
    try (RedisStore store = open()) {
      if (!store.firstConnection().isDone()) {
        return List.of("connect: " + store.lastConnectError());
      }
      Key key = Key.of("shop:r:{k" + ++sequence + "}");
      attempt(failures, "ping", store.ping());
      awaitReplicaConnection(store, key);
      LeaseToken small = token();
      attempt(failures, "lookup", store.lookup(key));
      attempt(failures, "acquire", store.acquire(key, small, LONG, null));
      watch(failures, store, key, small);
      attempt(failures, "renew", store.renew(key, small, LONG));
      attempt(failures, "populate", store.populate(key, small, record(small, 10), LONG * 2));
      refresh(failures, store, key, small);
      quarantine(failures, store);
      Key region = Key.of("shop:g:r" + sequence);
      attempt(failures, "generation", store.generation(region));
      attempt(failures, "clear", store.clear(region));
      attempt(failures, "generation again", store.generation(region));
      // A store goes on without these, but cannot tell then what a failover has lost.
      raw.sync().aclLog().stream()
          .map(entry -> String.valueOf(entry.get("object")))
          .filter(object -> object.equals("info") || object.equals("dbsize"))
          .forEach(object -> failures.add("history: " + object));
    }
    return failures;
  }

  /** The connection to ask for replicas is made behind the others. */
  private static void awaitReplicaConnection(RedisStore store, Key key) {
    Await.until(
        "replicas can be asked for",
        () ->
            store
                .invalidate(List.of(key))
                .handle(
                    (removed, failure) ->
                        failure == null || !failure.toString().contains("there is no connection"))
                .join());
  }

  /** Without pushes callers poll: what one can observe is that nobody is woken. */
  private static void watch(List<String> failures, RedisStore store, Key key, LeaseToken token) {
    if (!mayTrack()) {
      failures.add("watch: no wake-ups");
      return;
    }
    Await.until("it tracks", store::canWatch);
    CompletableFuture<?> wakeUp = store.watch(key, token);
    int before = failures.size();
    attempt(failures, "release", store.release(key, token));
    if (failures.size() == before) {
      attempt(failures, "wake-up", wakeUp);
    }
    attempt(failures, "acquire", store.acquire(key, token, LONG, null));
  }

  /** Asks as the user on another connection, because the store itself goes on trying. */
  private static boolean mayTrack() {
    try (RawRedis asUser = new RawRedis(uri())) {
      asUser.sync().clientTracking(TrackingArgs.Builder.enabled());
      return true;
    } catch (RedisCommandExecutionException e) {
      return false;
    }
  }

  /** A lease over a value, given back and taken again; then a staged value. */
  private static void refresh(List<String> failures, RedisStore store, Key key, LeaseToken etag) {
    LeaseToken first = token();
    attempt(failures, "acquire over a value", store.acquire(key, first, LONG, etag));
    attempt(failures, "renew over a value", store.renew(key, first, LONG));
    attempt(failures, "release over a value", store.release(key, first));
    LeaseToken second = token();
    attempt(failures, "acquire again", store.acquire(key, second, LONG, etag));
    attempt(failures, "staged", store.populate(key, second, record(second, 9_000), LONG));
    attempt(failures, "staged, late", store.populate(key, second, record(second, 9_000), LONG));
    attempt(failures, "invalidate", store.invalidate(List.of(key)));
    LeaseToken third = token();
    attempt(failures, "acquire once more", store.acquire(key, third, LONG, null));
    attempt(failures, "release", store.release(key, third));
  }

  private static void quarantine(List<String> failures, RedisStore store) {
    Key key = Key.of("shop:r:{q" + sequence + "}");
    LeaseToken token = token();
    attempt(failures, "fenced: acquire", store.acquire(key, token, LONG, null));
    attempt(failures, "fenced: populate", store.populate(key, token, record(token, 10), LONG));
    attempt(failures, "fence", store.fence(List.of(key), LONG / 2));
    attempt(failures, "settle", store.invalidate(List.of(key), LONG));
    LeaseToken next = token();
    attempt(failures, "settling: acquire", store.acquire(key, next, LONG, null));
    attempt(failures, "settling: populate", store.populate(key, next, record(next, 10), LONG * 2));
  }

  private static void attempt(List<String> failures, String step, CompletableFuture<?> call) {
    try {
      Object answer = call.orTimeout(20, TimeUnit.SECONDS).join();
      if (Boolean.FALSE.equals(answer) && !step.endsWith("late")) {
        failures.add(step + ": refused");
      }
      if (answer instanceof Grant && !(answer instanceof Grant.Granted)) {
        failures.add(step + ": " + answer);
      }
    } catch (RuntimeException e) {
      failures.add(step + ": " + e.getCause().getMessage());
    }
  }
}
