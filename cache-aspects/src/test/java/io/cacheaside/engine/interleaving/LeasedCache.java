package io.cacheaside.engine.interleaving;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidate.When;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.read.ReadSeams;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.testing.RedisAdmin;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Our cache on a real server: each node has an engine and a connection of its own. */
final class LeasedCache implements CacheUnderTest {
  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration FENCE = Duration.ofSeconds(10);

  private final String uri;
  private final String id;
  private final Duration settle;
  private final boolean composing;
  private final Key key;
  private final RedisAdmin admin;
  private final List<LeasedNode> nodes = new ArrayList<>();

  LeasedCache(String uri, String id, Duration settle) {
    this(uri, id, settle, false);
  }

  /**
   * @param composing whether no thread waits in a read
   */
  LeasedCache(String uri, String id, Duration settle, boolean composing) {
    this.uri = uri;
    this.settle = settle;
    this.composing = composing;
    this.id = id;
    this.key = Key.of("interleavings:default:{row:" + id + "}");
    this.admin = new RedisAdmin(uri);
  }

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Prices {
    private Prices() {}

    @CacheAside(key = "row:{id}", ttl = "60s")
    static int find(String id) {
      return 0;
    }

    @Invalidate(key = "row:{id}")
    static void save(String id) {}

    @Invalidate(key = "row:{id}", when = When.AROUND)
    static void saveFenced(String id) {}
  }

  static AnnotatedMethod method(String name) {
    for (Method method : Prices.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new AnnotatedMethod(method, List.of("id"));
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Override
  public LeasedNode node(int schema) {
    return node(schema, store -> store);
  }

  /** Returns a node whose store is decorated, for example to stop the server at a step. */
  LeasedNode node(int schema, UnaryOperator<Store> decoration) {
    LeasedNode node = new LeasedNode(schema, decoration);
    nodes.add(node);
    return node;
  }

  @Override
  public void removeBehindItsBack() {
    admin.delete(key.text());
  }

  @Override
  public void expireLease() {
    byte[] record = admin.get(key.text());
    if (record != null && EntryFormat.leaseToken(record) != null) {
      admin.overwrite(key.text(), 24, new byte[8]);
    }
  }

  @Override
  public void refuseDeletes(boolean refuse) {
    admin.refuseDeletes(refuse);
  }

  @Override
  public long remainingTtlMillis() {
    return admin.remainingTtlMillis(key.text());
  }

  /** Returns the token of the lease that the server holds. */
  LeaseToken heldToken() {
    byte[] record = admin.get(key.text());
    return record == null ? null : EntryFormat.leaseToken(record);
  }

  boolean exists() {
    return admin.get(key.text()) != null;
  }

  @Override
  public void close() {
    nodes.forEach(LeasedNode::close);
    admin.delete(key.text());
    admin.close();
  }

  /** One engine. */
  final class LeasedNode implements Node {
    final CacheCounters counters = new CacheCounters();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RedisStore store;
    private final CacheEngine engine;
    private final ReadSeams reads;
    private final CallSite find = new CallSite(method("find"));
    private final CallSite save = new CallSite(method("save"));
    private final CallSite saveFenced = new CallSite(method("saveFenced"));

    /** Runs what happens inside the node's transaction. */
    private final ExecutorService transaction = Executors.newSingleThreadExecutor();

    private InvalidationScope scope;

    LeasedNode(int schema, UnaryOperator<Store> decoration) {
      store = RedisStore.open(RedisStoreOptions.builder(uri).build());
      store.firstConnection().orTimeout(10, TimeUnit.SECONDS).join();
      EngineOptions defaults = EngineOptions.DEFAULTS;
      EngineOptions options =
          new EngineOptions(
              Duration.ofSeconds(2),
              LEASE,
              defaults.loadTimeout(),
              Duration.ofSeconds(30),
              0,
              defaults.undeliveredLimit(),
              defaults.undeliveredRetention(),
              false,
              false,
              defaults.recovery());
      engine =
          new CacheEngine(
              "interleavings",
              decoration.apply(store),
              new IntCodec(schema),
              counters,
              options,
              new TransactionOptions(List.of(InvalidationScope.hook()), false),
              Map.of(
                  "default",
                  SettingValues.NONE
                      .with(RegionSettings.SETTLE, settle)
                      .with(RegionSettings.FENCE, FENCE)),
              timer);
      Waiting waiting = new Waiting(store, options.commandTimeout().toNanos());
      reads =
          ReadSeams.of(
              engine.readPath, waiting, flight -> flight.leader() == Thread.currentThread(), timer);
    }

    @Override
    public LeasedRead begin() {
      try {
        return composing
            ? composed().get(20, TimeUnit.SECONDS)
            : new LeasedRead(engine.read(find, null, new Object[] {id}));
      } catch (Throwable e) {
        throw new AssertionError("the cache threw", e);
      }
    }

    @Override
    public CompletableFuture<Read> beginElsewhere() {
      if (!composing) {
        return Node.super.beginElsewhere();
      }
      int before = reads.awaits();
      CompletableFuture<LeasedRead> read = composed();
      Await.until("the read waits", () -> read.isDone() || reads.awaits() > before);
      return read.thenApply(each -> each);
    }

    private CompletableFuture<LeasedRead> composed() {
      try {
        return reads.read(find.readPlan(engine), new Object[] {id}).thenApply(LeasedRead::new);
      } catch (Throwable e) {
        throw new AssertionError("the cache threw", e);
      }
    }

    @Override
    public void beforeCommit() {}

    @Override
    public void afterCommit() {
      engine.invalidate(save, null, new Object[] {id}, null, true);
    }

    @Override
    public void fence() {
      // On a thread of its own, because it dies before the write ends.
      CompletableFuture.runAsync(
              () -> engine.writeBegins(saveFenced, null, new Object[] {id}),
              task -> new Thread(task).start())
          .join();
    }

    @Override
    public void methodEndsInTransaction() {
      inTransaction(
          () -> {
            scope = InvalidationScope.begin();
            Object[] arguments = {id};
            Write write = engine.writeBegins(save, null, arguments);
            write.ended(null, true);
            return null;
          });
    }

    @Override
    public void commit() {
      inTransaction(
          () -> {
            scope.committed();
            scope.close();
            return null;
          });
    }

    @Override
    public LeasedRead beginInTransaction() {
      return inTransaction(
          () -> {
            scope = InvalidationScope.begin();
            return begin();
          });
    }

    private <T> T inTransaction(Callable<T> step) {
      try {
        return transaction.submit(step).get(20, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void awaitRecovery() {
      Await.until("the invalidation is delivered", () -> engine.undeliveredKeys() == 0);
    }

    void close() {
      transaction.shutdown();
      engine.close();
      timer.shutdownNow();
      store.close();
    }
  }

  /** A read that ended, or the load it has to run. */
  static final class LeasedRead implements Read {
    private final Load load;
    private Object value;

    LeasedRead(Object outcome) {
      this.load = outcome instanceof Load needed ? needed : null;
      this.value = load == null ? outcome : null;
    }

    @Override
    public boolean needsLoad() {
      return load != null;
    }

    @Override
    public void complete(int loaded) {
      value = load.completed(loaded);
    }

    @Override
    public int value() {
      return (int) value;
    }
  }

  /** Writes ints; another schema writes them in another byte order. */
  record IntCodec(int schema) implements Codec {
    @Override
    public int id() {
      return 7;
    }

    @Override
    public TypeCodec forType(Type type) {
      return new TypeCodec() {
        @Override
        public long fingerprint() {
          return schema;
        }

        @Override
        public byte[] encode(Object value, int headroom) {
          int written = schema == 1 ? (int) value : Integer.reverseBytes((int) value);
          return ByteBuffer.allocate(headroom + 4).putInt(headroom, written).array();
        }

        @Override
        public Object decode(byte[] source, int offset, int length) {
          int read = ByteBuffer.wrap(source).getInt(offset);
          return schema == 1 ? read : Integer.reverseBytes(read);
        }
      };
    }
  }
}
