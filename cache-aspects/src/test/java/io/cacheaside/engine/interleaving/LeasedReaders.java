package io.cacheaside.engine.interleaving;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.interleaving.Step.Outcome;
import io.cacheaside.engine.plan.ReadDecision;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.command.StagedSteps;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Our reader as single steps, with the project's own store, scripts, records and decisions. Every
 * reader is a JVM of its own. It has no patience: a lease that somebody else holds sends it past
 * the cache.
 */
final class LeasedReaders {
  /** No deadline passes by itself while the schedules run. */
  static final long LEASE_MILLIS = 600_000;

  private static final int TTL_MILLIS = 3_600_000;
  private static final int CODEC = 7;

  /** What records are written for: the server copies them to the keys of other schedules. */
  private static final Key WRITTEN_FOR = Key.of("the entry, in every schedule");

  /** How a reader differs from the plain one. */
  enum Habit {
    /** It takes the lease although there is a value, which it returns itself. */
    REFRESHES,
    /**
     * It brings its record to Redis as a part of the load, and puts it in place in another step.
     */
    STAGES,
    /** As {@link #STAGES}, and others may go on between the load and the staging. */
    STAGES_APART,
    /** Its region can be cleared: it looks at the generation, and stamps what it loads with it. */
    STAMPS,
    /** It stamps with a generation that it looks at after the load, which is wrong. */
    STAMPS_LATE,
    /** It populates with a plain SET, which is wrong. */
    SETS
  }

  private final Store store;
  private final StagedSteps staged;

  LeasedReaders(Store store, StagedSteps staged) {
    this.store = store;
    this.staged = staged;
  }

  /** Returns the version in a value record. */
  static int version(byte[] record) {
    return ByteBuffer.wrap(record).getInt(EntryFormat.HEADER_LENGTH);
  }

  /** Returns the keys that belong to an entry when readers 1 and 2 stage what they load. */
  static List<Key> keysWithStages(Key key) {
    return List.of(
        key, StagedSteps.stageKey(key, token(1, 1)), StagedSteps.stageKey(key, token(2, 1)));
  }

  private static LeaseToken token(int reader, int acquire) {
    return new LeaseToken(Long.MIN_VALUE + reader, acquire);
  }

  /** Returns the keys that belong to an entry when its region can be cleared. */
  static List<Key> keysWithGeneration(Key key) {
    return List.of(key, generationKey(key));
  }

  /** A region for each entry, because each schedule has its own. */
  static Key generationKey(Key key) {
    return Key.of(key.text() + ":g");
  }

  /** Returns the keys that belong to an entry when writers fence it. */
  static List<Key> keysWithQuarantine(Key key) {
    return List.of(key, StagedSteps.quarantineKey(key), StagedSteps.stageKey(key, token(1, 1)));
  }

  private static byte[] record(LeaseToken token, int version, int schema, long generation) {
    byte[] record =
        ByteBuffer.allocate(EntryFormat.HEADER_LENGTH + Integer.BYTES)
            .putInt(EntryFormat.HEADER_LENGTH, version)
            .array();
    EntryFormat.writeHeader(
        record, WRITTEN_FOR, new Header(false, token, 1, TTL_MILLIS, 1, schema, generation, CODEC));
    return record;
  }

  private static CompletableFuture<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /**
   * Returns a client that reads once.
   *
   * @param number tells the tokens of readers apart; two readers with one number share a token,
   *     which is wrong
   * @param schema what the reader's classes look like
   */
  Step reader(int number, int schema, Habit... habits) {
    Reader reader = new Reader(number, schema, List.of(habits));
    return world -> store.lookup(world.key()).thenApply(record -> reader.found(world, record));
  }

  /**
   * What a read in progress knows.
   *
   * @param required the newest version whose invalidation was complete when the read began
   * @param acquires how often it asked for the lease
   * @param generation of the region when it last looked, 0 if it cannot be cleared
   * @param old the version that it returns while it refreshes, or null
   */
  private record Read(int required, int acquires, long generation, @Nullable Integer old) {
    static Read begins(World world) {
      return new Read(world.invalidated(), 0, 0, null);
    }

    Read at(long current) {
      return new Read(required, acquires, current, old);
    }

    Read refreshing(@Nullable Integer version) {
      return new Read(required, acquires, generation, version);
    }

    Read acquiring() {
      return new Read(required, acquires + 1, generation, old);
    }

    /** Ends the read, which is a violation if it began after this version was outdated. */
    Outcome returns(World world, String did, int loaded) {
      int version = old == null ? loaded : old;
      String told = did + "returns version " + version;
      if (version >= required) {
        return did.isEmpty()
            ? Outcome.silently(world, told, null)
            : Outcome.then(world, told, null);
      }
      return Outcome.broken(
          world,
          told,
          "A read returned version "
              + version
              + ", but the invalidation of version "
              + required
              + " was complete before it began:");
    }
  }

  /** The steps of one reader. */
  private final class Reader {
    private final int number;
    private final int schema;
    private final List<Habit> habits;

    Reader(int number, int schema, List<Habit> habits) {
      this.number = number;
      this.schema = schema;
      this.habits = habits;
    }

    Outcome found(World world, byte @Nullable [] record) {
      Read read = Read.begins(world);
      if (habits.contains(Habit.STAMPS) || habits.contains(Habit.STAMPS_LATE)) {
        Step next =
            then ->
                look(then, now -> decide(then, "looks at the generation", record, read.at(now)));
        return Outcome.silently(
            world, "looks up: " + (record == null ? "nothing" : "a record"), next);
      }
      return decide(world, "looks up", record, read);
    }

    private CompletableFuture<Outcome> look(World world, LongFunction<Outcome> then) {
      return store.generation(generationKey(world.key())).thenApply(then::apply);
    }

    private Outcome decide(World world, String did, byte @Nullable [] record, Read read) {
      ReadDecision decision =
          ReadDecision.of(record, WRITTEN_FOR, schema, CODEC, read.generation());
      String found = did + ": " + told(decision, record, read);
      return switch (decision.action()) {
        case SERVE -> serve(world, found, requireNonNull(record), read);
        case LOAD, AWAIT_LEASE, LOAD_OTHER_SCHEMA ->
            Outcome.silently(world, found, acquire(read, decision.seen()));
        default -> throw new AssertionError(found);
      };
    }

    private static String told(ReadDecision decision, byte @Nullable [] record, Read read) {
      return switch (decision.action()) {
        case SERVE -> "version " + version(requireNonNull(record));
        case LOAD_OTHER_SCHEMA ->
            "version " + version(requireNonNull(record)) + " of another schema";
        case AWAIT_LEASE -> "a lease";
        case LOAD -> read.generation() == 0 ? "nothing" : "nothing to serve";
        default -> decision.toString();
      };
    }

    private Outcome serve(World world, String found, byte[] record, Read read) {
      int version = version(record);
      boolean refreshes = habits.contains(Habit.REFRESHES) && read.acquires() == 0;
      return Outcome.silently(
          world,
          found,
          refreshes
              ? acquire(read.refreshing(version), EntryFormat.etag(record))
              : then -> done(read.returns(then, "", version)));
    }

    private Step acquire(Read before, @Nullable LeaseToken seen) {
      Read read = before.acquiring();
      LeaseToken token = token(number, read.acquires());
      return world ->
          store
              .acquire(world.key(), token, LEASE_MILLIS, seen)
              .thenApply(grant -> answered(world, grant, token, read));
    }

    private Outcome answered(World world, Grant grant, LeaseToken token, Read read) {
      if (grant instanceof Grant.Granted) {
        return Outcome.then(world, "is granted the lease", then -> load(then, token, read));
      }
      if (grant instanceof Grant.Changed changed) {
        return changed(world, changed.record(), read.refreshing(null));
      }
      if (grant instanceof Grant.Held) {
        Step next = read.old() == null ? then -> bypass(then, read) : returnOld(read);
        return Outcome.silently(world, "is refused the lease: it is held", next);
      }
      throw new AssertionError("acquire answered " + grant);
    }

    private Outcome changed(World world, byte[] record, Read read) {
      String did = "is refused the lease";
      if (read.generation() == 0) {
        return decide(world, did, record, read);
      }
      Step next =
          then -> look(then, now -> decide(then, "looks at the generation", record, read.at(now)));
      return Outcome.silently(world, did + ", the entry has changed", next);
    }

    private Step returnOld(Read read) {
      return world -> done(read.returns(world, "", requireNonNull(read.old())));
    }

    private CompletableFuture<Outcome> bypass(World world, Read read) {
      return done(read.returns(world, "loads past the cache and ", world.committed()));
    }

    private CompletableFuture<Outcome> load(World world, LeaseToken token, Read read) {
      int version = world.committed();
      String did = "loads version " + version;
      if (habits.contains(Habit.STAMPS_LATE)) {
        Step next =
            then ->
                look(
                    then,
                    now -> {
                      byte[] late = record(token, version, schema, now);
                      return Outcome.silently(
                          then, "looks at the generation", populate(token, late, read));
                    });
        return done(Outcome.silently(world, did, next));
      }
      byte[] record = record(token, version, schema, read.generation());
      if (habits.contains(Habit.STAGES)) {
        return stage(world, did + " and stages it", token, record, read);
      }
      if (habits.contains(Habit.STAGES_APART)) {
        return done(
            Outcome.silently(
                world, did, then -> stage(then, "stages its record", token, record, read)));
      }
      return done(Outcome.silently(world, did, populate(token, record, read)));
    }

    private Step populate(LeaseToken token, byte[] record, Read read) {
      if (habits.contains(Habit.SETS)) {
        return world ->
            staged
                .set(world.key(), record, TTL_MILLIS)
                .thenApply(ok -> populated(world, true, version(record), read));
      }
      return world ->
          store
              .populate(world.key(), token, record, TTL_MILLIS)
              .thenApply(stored -> populated(world, stored, version(record), read));
    }

    private CompletableFuture<Outcome> stage(
        World world, String did, LeaseToken token, byte[] record, Read read) {
      Step commit =
          then ->
              staged
                  .commit(then.key(), token, record, TTL_MILLIS)
                  .thenApply(stored -> populated(then, stored, version(record), read));
      return staged
          .stage(world.key(), token, record)
          .thenApply(ok -> Outcome.then(world, did, commit));
    }

    private Outcome populated(World world, boolean stored, int version, Read read) {
      String did = stored ? "populates and " : "is refused to populate and ";
      return read.returns(world, did, version);
    }
  }

  /** As {@link #nothingOldIsCached}, for an entry whose stamp makes it valid. */
  CompletableFuture<@Nullable String> nothingOldIsValid(World world) {
    CompletableFuture<Long> current = store.generation(generationKey(world.key()));
    return store
        .lookup(world.key())
        .thenCombine(
            current,
            (record, generation) ->
                record != null
                        && EntryFormat.isValue(record)
                        && EntryFormat.generation(record) == generation
                    ? World.tooOld(version(record), world)
                    : null);
  }

  /** Returns what is wrong with the entry: it may be no older than the last invalidation. */
  CompletableFuture<@Nullable String> nothingOldIsCached(World world) {
    return store
        .lookup(world.key())
        .thenApply(
            record ->
                record != null && EntryFormat.isValue(record)
                    ? World.tooOld(version(record), world)
                    : null);
  }
}
