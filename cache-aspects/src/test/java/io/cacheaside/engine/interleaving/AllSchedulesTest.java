package io.cacheaside.engine.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.interleaving.LeasedReaders.Habit;
import io.cacheaside.engine.interleaving.ScheduleExplorer.Client;
import io.cacheaside.engine.interleaving.ScheduleExplorer.Report;
import io.cacheaside.engine.interleaving.Step.Outcome;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.command.StagedSteps;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two readers, a writer and a lease that runs out, in every order of their steps, on a real server:
 * no read returns, and the cache never holds, anything older than an invalidation that was complete
 * before. The numbers of schedules are those of the protocol's first exploration; another number
 * means that a client takes other steps.
 */
@Timeout(600)
@Tag("heavy")
class AllSchedulesTest {
  private static RedisServer server;
  private static RedisClient client;
  private static RedisAsyncCommands<byte[], byte[]> commands;
  private static StatefulRedisConnection<byte[], byte[]> forking;
  private static RedisStore store;
  private static LeasedReaders readers;
  private static LeasedWriters writers;
  private static String outlivesSha;

  /**
   * How many ms the entry ends after its quarantine. Redis 6.2 has no PEXPIRETIME, and what stands
   * in for it may be a millisecond too late.
   */
  private static String outlives(boolean exact) {
    String entryEnd =
        exact
            ? "redis.call('PEXPIRETIME', KEYS[1])"
            : "t[1] * 1000 + math.floor(t[2] / 1000) + redis.call('PTTL', KEYS[1]) - 1";
    return """
        local q = redis.call('GET', KEYS[2])
        if not q or redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        local t = redis.call('TIME')
        if redis.call('PTTL', KEYS[1]) == -1 then return 999999999 end
        return %s - tonumber(q)
        """
        .formatted(entryEnd);
  }

  @BeforeAll
  static void connect() {
    server = RedisServer.startProcess();
    client = RedisClient.create(server.uri());
    commands = client.connect(ByteArrayCodec.INSTANCE).async();
    forking = client.connect(ByteArrayCodec.INSTANCE);
    store =
        RedisStore.open(
            RedisStoreOptions.builder(server.uri())
                .commandTimeout(Duration.ofSeconds(60))
                .requestQueueSize(100_000)
                .generationMaxAge(Duration.ZERO) // a copy would make a step depend on time
                .build());
    get(store.firstConnection());
    StagedSteps staged = new StagedSteps(commands);
    get(staged.load());
    readers = new LeasedReaders(store, staged);
    writers = new LeasedWriters(store);
    boolean exact = !server.version().startsWith("6.");
    outlivesSha = get(commands.scriptLoad(outlives(exact)).toCompletableFuture());
  }

  @AfterAll
  static void disconnect() {
    store.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static ScheduleExplorer ours(String prefix) {
    return ours(prefix, List::of);
  }

  private static ScheduleExplorer ours(String prefix, Function<Key, List<Key>> keysOfEntry) {
    return new ScheduleExplorer(
        prefix, new ServerForks(forking, keysOfEntry), readers::nothingOldIsCached);
  }

  private static Report exploreWithWriterAndLapse(
      ScheduleExplorer explorer, Step first, Step second) {
    return explorer.explore(
        new Client("R1", first),
        new Client("R2", second),
        new Client("W", writers::write),
        new Client("X", AllSchedulesTest::leaseRunsOut));
  }

  /** The deadline of the lease passes: it may be granted again while its load still runs. */
  private static CompletableFuture<Outcome> leaseRunsOut(World world) {
    byte[] key = world.key().bytes();
    return commands
        .get(key)
        .toCompletableFuture()
        .thenCompose(
            record -> {
              if (record == null || EntryFormat.leaseToken(record) == null) {
                return CompletableFuture.completedFuture("there is no lease to run out");
              }
              return commands.setrange(key, 24, new byte[8]).thenApply(n -> "the lease runs out");
            })
        .thenApply(did -> Outcome.then(world, did, null));
  }

  private static void assertNoViolation(Report report, long schedules) {
    assertThat(report.violation()).isNull();
    assertThat(report.schedules()).isEqualTo(schedules);
  }

  @Test
  void naive_isRejectedWithItsSchedule() {
    NaiveClients naive = new NaiveClients(commands);
    Report report =
        new ScheduleExplorer("naive", new ServerForks(forking, List::of), naive::nothingOldIsCached)
            .explore(
                new Client("R1", naive::read),
                new Client("R2", naive::read),
                new Client("W", naive::write));
    assertThat(report.violation())
        .isEqualTo(
            """
            The cache holds version 0 although the invalidation of version 1 is complete:
              1. R1 looks up: nothing
              2. R1 loads version 0
              3. R2 looks up: nothing
              4. R1 populates and returns version 0
              5. R2 loads version 0
              6. W commits version 1
              7. W invalidates
              8. R2 populates and returns version 0
              9. W returns""");
  }

  @Test
  void invalidationBeforeTheCommit_isRejectedWithItsSchedule() {
    Report report =
        ours("wrong-order")
            .explore(
                new Client("R", readers.reader(1, 1)), new Client("W", writers::writeInWrongOrder));
    assertThat(report.violation())
        .isEqualTo(
            """
            The cache holds version 0 although the invalidation of version 1 is complete:
              1. R looks up: nothing
              2. W invalidates
              3. R is granted the lease
              4. R loads version 0
              5. R populates and returns version 0
              6. W commits version 1
              7. W returns""");
  }

  @Test
  void tokenOfTheClientInsteadOfTheGrant_isRejectedWithItsSchedule() {
    Report report =
        ours("shared-token")
            .explore(
                new Client("R1", readers.reader(1, 1)),
                new Client("R2", readers.reader(1, 1)),
                new Client("W", writers::write));
    assertThat(report.violation())
        .isEqualTo(
            """
            The cache holds version 0 although the invalidation of version 1 is complete:
              1. R1 looks up: nothing
              2. R1 is granted the lease
              3. R1 loads version 0
              4. R2 looks up: a lease
              5. W commits version 1
              6. W invalidates
              7. R2 is granted the lease
              8. R1 populates and returns version 0
              9. R2 loads version 1
             10. R2 is refused to populate and returns version 1
             11. W returns""");
  }

  @Test
  void plainReaders_neverServeOrKeepAnOldValue() {
    assertNoViolation(
        exploreWithWriterAndLapse(ours("plain"), readers.reader(1, 1), readers.reader(2, 1)),
        85_304);
  }

  @Test
  void readersWhoRefresh_neverServeOrKeepAnOldValue() {
    assertNoViolation(
        exploreWithWriterAndLapse(
            ours("refresh"),
            readers.reader(1, 1, Habit.REFRESHES),
            readers.reader(2, 1, Habit.REFRESHES)),
        86_824);
  }

  @Test
  void readersOfTwoSchemas_neverServeOrKeepAnOldValue() {
    assertNoViolation(
        exploreWithWriterAndLapse(ours("schemas"), readers.reader(1, 1), readers.reader(2, 2)),
        94_640);
  }

  /**
   * Staging is part of the load here. Nobody else reads or writes the staging key of a token, and
   * no invariant looks at it, so it commutes with every step of the others: each schedule of {@link
   * #readersWhoStageInAStepOfItsOwn_neverServeOrKeepAnOldValue} leads to the same states as one of
   * these.
   */
  @Test
  void readersWhoStage_neverServeOrKeepAnOldValue() {
    assertNoViolation(
        exploreWithWriterAndLapse(
            ours("staged", LeasedReaders::keysWithStages),
            readers.reader(1, 1, Habit.STAGES),
            readers.reader(2, 1, Habit.STAGES)),
        85_304);
  }

  @Test
  @Tag("exhaustive")
  void readersWhoStageInAStepOfItsOwn_neverServeOrKeepAnOldValue() {
    assertNoViolation(
        exploreWithWriterAndLapse(
            ours("staged-apart", LeasedReaders::keysWithStages),
            readers.reader(1, 1, Habit.STAGES_APART),
            readers.reader(2, 1, Habit.STAGES_APART)),
        444_612);
  }

  @Test
  void readerOfARegionThatIsCleared_neverServesAnOldValue() {
    assertNoViolation(
        stamped("cleared")
            .explore(
                new Client("R", readers.reader(1, 1, Habit.STAMPS)),
                new Client("W1", writers::writeAndClear),
                new Client("W2", writers::writeAndClear)),
        9_240);
  }

  @Test
  @Tag("exhaustive")
  void readersOfARegionThatIsCleared_neverServeAnOldValue() {
    assertNoViolation(
        stamped("cleared-twice")
            .explore(
                new Client("R1", readers.reader(1, 1, Habit.STAMPS)),
                new Client("R2", readers.reader(2, 1, Habit.STAMPS)),
                new Client("W", writers::writeAndClear)),
        41_450);
  }

  @Test
  void stampFromAfterTheLoad_isRejectedWithItsSchedule() {
    Report report =
        stamped("late")
            .explore(
                new Client("R", readers.reader(1, 1, Habit.STAMPS_LATE)),
                new Client("W", writers::writeAndClear));
    assertThat(report.violation())
        .isEqualTo(
            """
            The cache holds version 0 although the invalidation of version 1 is complete:
              1. R looks up: nothing
              2. R looks at the generation: nothing to serve
              3. R is granted the lease
              4. R loads version 0
              5. W commits version 1
              6. W clears the region
              7. R looks at the generation
              8. R populates and returns version 0
              9. W returns""");
  }

  /** Of two writers one dies after its commit: what it leaves ends with the fence. */
  @Test
  void fencedEntry_isNeverOldAndNeverOutlivesItsQuarantine() {
    assertNoViolation(exploreFenced("fence", readers.reader(1, 1)), 11_550);
  }

  @Test
  void fencedEntryOfAReaderWhoStages_isNeverOldAndNeverOutlivesItsQuarantine() {
    assertNoViolation(
        exploreFenced("fence-staged", readers.reader(1, 1, Habit.STAGES_APART)), 27_720);
  }

  @Test
  void settlingEntry_isNeverOldAndNeverOutlivesItsQuarantine() {
    assertNoViolation(
        quarantined("settle")
            .explore(
                new Client("R", readers.reader(1, 1)),
                new Client("W1", writers::writeAndSettle),
                new Client("W2", writers::writeAndSettle)),
        4_200);
  }

  @Test
  void populateWithoutRegardToTheQuarantine_isRejectedWithItsSchedule() {
    Report report = exploreFenced("outlives", readers.reader(1, 1, Habit.SETS));
    assertThat(report.violation())
        .isEqualTo(
            """
            The entry outlives the quarantine in which it lies:
              1. R looks up: nothing
              2. R is granted the lease
              3. R loads version 0
              4. W1 fences
              5. R populates and returns version 0""");
  }

  private static ScheduleExplorer stamped(String prefix) {
    return new ScheduleExplorer(
        prefix,
        new ServerForks(forking, LeasedReaders::keysWithGeneration),
        readers::nothingOldIsValid);
  }

  private static Report exploreFenced(String prefix, Step reader) {
    return quarantined(prefix)
        .explore(
            new Client("R", reader),
            new Client("W1", writers::fenceAndWrite),
            new Client("W2", writers::fenceCommitAndDie));
  }

  private static ScheduleExplorer quarantined(String prefix) {
    return new ScheduleExplorer(
        prefix,
        new ServerForks(forking, LeasedReaders::keysWithQuarantine),
        world ->
            readers
                .nothingOldIsCached(world)
                .thenCombine(
                    noneOutlivesItsQuarantine(world),
                    (old, outlives) -> old == null ? outlives : old));
  }

  private static CompletableFuture<@Nullable String> noneOutlivesItsQuarantine(World world) {
    byte[][] keys = {world.key().bytes(), StagedSteps.quarantineKey(world.key()).bytes()};
    return commands
        .<Long>evalsha(outlivesSha, ScriptOutputType.INTEGER, keys)
        .thenApply(
            millis -> millis <= 0 ? null : "The entry outlives the quarantine in which it lies:")
        .toCompletableFuture();
  }
}
