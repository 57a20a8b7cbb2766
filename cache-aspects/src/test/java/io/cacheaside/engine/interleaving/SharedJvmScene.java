package io.cacheaside.engine.interleaving;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.interleaving.ReplayExplorer.Move;
import io.cacheaside.engine.interleaving.ReplayExplorer.Scene;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.engine.read.ReadSeams;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * JVMs whose reads are the real ones, down to the store's futures, with nobody else in between: a
 * command takes effect, and is answered, when the explorer says so. The store is the one in memory,
 * whose rules are those of the scripts.
 */
final class SharedJvmScene implements Scene {
  private static final Object[] ARGUMENTS = {"1"};
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int PATIENCE = 40;
  private static final List<MethodPlan> PLANS = List.of(plan(), plan(), plan());
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULTS;

  private final List<String> trace = new ArrayList<>();
  private final List<Command<?>> underWay = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<Jvm> jvms = new ArrayList<>();
  private final Supplier<AskClock> askClocks;
  private final FakeClock nanoTime = new FakeClock();
  private long serverMillis = 1_000_000;
  private final MemoryStore memory =
      new MemoryStore(() -> Instant.ofEpochMilli(serverMillis), 1_000);
  private final Key key = PLANS.get(0).key(null, ARGUMENTS);
  private String acting = "";
  private int committed;
  private int invalidated;
  private int idle;
  private @Nullable String violation;

  SharedJvmScene() {
    this(AskClock::new);
  }

  /**
   * @param askClocks give each JVM its clock of questions
   */
  SharedJvmScene(Supplier<AskClock> askClocks) {
    this.askClocks = askClocks;
  }

  private static MethodPlan plan() {
    Regions regions = new Regions("search", Map.of());
    return new PlanCompiler("search", new LeasedCache.IntCodec(1), regions, true)
        .compileRead(LeasedCache.method("find"));
  }

  Jvm jvm() {
    Jvm jvm = new Jvm(PLANS.get(jvms.size()));
    jvms.add(jvm);
    return jvm;
  }

  SharedJvmScene reader(String name, Jvm jvm) {
    clients.add(new Reader(name, jvm));
    return this;
  }

  /** Adds a writer in a JVM that does nothing else. */
  SharedJvmScene writer(String name) {
    clients.add(new Writer(name, null));
    return this;
  }

  /** Adds a writer in a JVM whose flights it marks before it sends its invalidation. */
  SharedJvmScene writer(String name, Jvm jvm) {
    clients.add(new Writer(name, jvm));
    return this;
  }

  /** Lets the deadline of a lease pass: it may be granted again while its load runs. */
  SharedJvmScene lapse(String name) {
    clients.add(new Lapse(name));
    return this;
  }

  @Override
  public List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (Client client : clients) {
      Move move = client.next;
      if (move != null) {
        moves.add(() -> act(client.name, move));
      }
    }
    for (Command<?> command : underWay) {
      moves.add(() -> execute(command));
    }
    if (moves.isEmpty() && clients.stream().anyMatch(client -> client.waits)) {
      moves.add(this::poll);
    }
    return moves;
  }

  private void act(String name, Move move) {
    idle = 0;
    acting = name;
    move.make();
    check();
  }

  private void execute(Command<?> command) {
    underWay.remove(command);
    act(command.client(), command::execute);
  }

  private void poll() {
    if (++idle > PATIENCE) {
      violation = "A read never ends:";
      return;
    }
    acting = "a poll";
    nanoTime.advance(POLL);
    jvms.forEach(jvm -> jvm.timer.advance(POLL));
    check();
  }

  private void check() {
    byte[] record = memory.lookup(key).join();
    if (record != null && EntryFormat.isValue(record)) {
      int cached = ByteBuffer.wrap(record).getInt(EntryFormat.HEADER_LENGTH);
      if (cached < invalidated) {
        violation =
            "The cache holds version "
                + cached
                + " although the invalidation of version "
                + invalidated
                + " is complete:";
      }
    }
  }

  @Override
  public @Nullable String violation() {
    return violation;
  }

  @Override
  public List<String> trace() {
    return trace;
  }

  private void did(String what) {
    trace.add(acting + " " + what);
  }

  /** A command that is on its way, sent for a client. */
  private record Command<T>(
      String client, Supplier<CompletableFuture<T>> effect, CompletableFuture<T> answer) {
    void execute() {
      answer.complete(effect.get().join());
    }
  }

  private <T> CompletableFuture<T> send(Supplier<CompletableFuture<T>> effect) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    underWay.add(new Command<>(acting, effect, answer));
    return answer;
  }

  private <T> T told(String what, T answer) {
    did(what + answer);
    return answer;
  }

  /** One JVM: its reads share what ReadPath lets them share. */
  final class Jvm {
    private final ManualScheduler timer = new ManualScheduler();
    private final Flights flights;
    private final MethodPlan plan;
    private final ReadSeams reads;

    private Jvm(MethodPlan plan) {
      this.plan = plan;
      Store store = new SlowStore(memory);
      LogThrottle throttle = new LogThrottle(nanoTime);
      UndeliveredTargets undelivered =
          new UndeliveredTargets(
              1, new Regions("search", Map.of()), nanoTime, CacheListener.NONE, throttle, () -> 1);
      Transactions none = new Transactions(TransactionOptions.NONE, throttle, undelivered);
      Clocks clocks =
          new Clocks(nanoTime, () -> Instant.ofEpochMilli(1_000_000), (nanos, task) -> {});
      EngineContext context =
          EngineContext.of(store, CacheListener.NONE, OPTIONS, throttle, clocks);
      this.flights = new Flights();
      this.reads = ReadSeams.of(context, flights, undelivered, none, askClocks.get(), timer);
    }

    private CompletableFuture<@Nullable Object> read() {
      try {
        return reads.read(plan, ARGUMENTS);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }

  private final class SlowStore extends StoreDecorator {
    SlowStore(Store store) {
      super(store);
    }

    @Override
    public CompletableFuture<byte[]> lookup(Key key) {
      return send(() -> super.lookup(key).thenApply(this::found));
    }

    private byte[] found(byte[] record) {
      did(
          "looks up: "
              + (record == null ? "nothing" : EntryFormat.isValue(record) ? "a value" : "a lease"));
      return record;
    }

    @Override
    public CompletableFuture<Grant> acquire(
        Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
      return send(
          () -> super.acquire(key, token, leaseMillis, seen).thenApply(SharedJvmScene.this::asked));
    }

    @Override
    public CompletableFuture<Boolean> populate(
        Key key, LeaseToken token, byte[] record, long ttlMillis) {
      return send(
          () ->
              super.populate(key, token, record, ttlMillis)
                  .thenApply(ok -> told("populates: ", ok)));
    }

    @Override
    public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
      return send(() -> super.release(key, token).thenApply(ok -> told("releases: ", ok)));
    }
  }

  private Grant asked(Grant grant) {
    did(
        "asks for the lease: "
            + grant.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
    return grant;
  }

  /** Somebody with moves of his own. */
  private abstract static class Client {
    final String name;

    /** What he does next; null if he waits or is through. */
    @Nullable Move next;

    boolean waits;

    Client(String name) {
      this.name = name;
    }
  }

  private final class Reader extends Client {
    private final Jvm jvm;
    private int floor;

    Reader(String name, Jvm jvm) {
      super(name);
      this.jvm = jvm;
      next = this::begin;
    }

    private void begin() {
      did("begins");
      floor = invalidated;
      next = null;
      waits = true;
      var unused = jvm.read().whenComplete(this::ended);
    }

    private void ended(@Nullable Object outcome, @Nullable Throwable failure) {
      waits = false;
      if (failure != null) {
        violation = name + " failed with " + failure + ":";
      } else if (outcome instanceof Load load) {
        next = () -> load(load);
      } else {
        returns((int) outcome);
      }
    }

    private void load(Load load) {
      int version = committed;
      did("loads version " + version);
      next =
          () -> {
            next = null;
            returns((int) load.completed(version));
          };
    }

    private void returns(int version) {
      trace.add(name + " returns version " + version);
      if (version < floor) {
        violation =
            name
                + " returned version "
                + version
                + " although the invalidation of version "
                + floor
                + " was complete when it began:";
      }
    }
  }

  private final class Writer extends Client {
    private final @Nullable Jvm jvm;

    Writer(String name, @Nullable Jvm jvm) {
      super(name);
      this.jvm = jvm;
      next = this::commit;
    }

    private void commit() {
      int version = ++committed;
      did("commits version " + version);
      next = () -> invalidate(version);
    }

    private void invalidate(int version) {
      next = null;
      if (jvm == null) {
        delivered(version);
      } else {
        did("marks the flights of its JVM");
        jvm.flights.invalidate(List.of(new Target.Entry(key, jvm.plan.region())));
        var unused = send(() -> delivered(version));
      }
    }

    private CompletableFuture<Long> delivered(int version) {
      did("invalidates");
      CompletableFuture<Long> removed = memory.invalidate(List.of(key), 0);
      invalidated = Math.max(invalidated, version);
      return removed;
    }
  }

  private final class Lapse extends Client {
    Lapse(String name) {
      super(name);
      next = this::lapse;
    }

    private void lapse() {
      did("lets the leases run out");
      next = null;
      serverMillis += OPTIONS.lease().toMillis() + 100;
    }
  }
}
