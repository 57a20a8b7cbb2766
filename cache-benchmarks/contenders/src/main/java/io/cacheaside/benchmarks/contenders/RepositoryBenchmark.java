package io.cacheaside.benchmarks.contenders;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The operations on a {@link CachedRepository}. The system properties {@value #CONTENDER} and
 * {@value #REDIS} say which and where.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RepositoryBenchmark {
  static final String CONTENDER = "contender";
  static final String REDIS = "redis";

  private static final long NANOS_UNTIL_CACHED = TimeUnit.SECONDS.toNanos(30);

  /**
   * The repository of this JVM, opened once: to connect takes some of the contenders longer than to
   * measure them. It ends with the JVM.
   */
  @SuppressWarnings("NullAway.Init")
  abstract static class Session {
    private static final Source SOURCE = new Source(0);
    private static @Nullable CachedRepository shared;

    final Source source = SOURCE;
    CachedRepository repository;

    void connect() throws Exception {
      synchronized (SOURCE) {
        if (shared == null) {
          shared = Contenders.named(required(CONTENDER)).open(required(REDIS), SOURCE);
        }
        repository = shared;
      }
    }

    private static String required(String property) {
      String value = System.getProperty(property);
      if (value == null) {
        throw new IllegalStateException("add -D" + property + "=... to the JVM's options");
      }
      return value;
    }
  }

  /** A repository that has everything in the cache that will be asked for. */
  public abstract static class Filled extends Session {
    private long loads;

    abstract @Nullable Object call(long id) throws Exception;

    /** Connects, and calls until nothing is loaded any more: some caches write late. */
    @Setup
    public void open() throws Exception {
      connect();
      long end = System.nanoTime() + NANOS_UNTIL_CACHED;
      do {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("the cache does not keep what was loaded");
        }
        loads = source.loads();
        for (int i = 0; i < Ids.COUNT; i++) {
          call(Ids.FIRST + i);
        }
      } while (source.loads() != loads);
    }

    /** Fails if a call was no hit. */
    @TearDown
    public void check() {
      if (source.loads() != loads) {
        throw new IllegalStateException(
            (source.loads() - loads) + " calls were no hits; only hits are measured");
      }
    }
  }

  /** A repository as it is found. */
  @State(Scope.Benchmark)
  public static class Connected extends Session {
    /** Connects. */
    @Setup
    public void open() throws Exception {
      connect();
    }
  }

  /** Customers in the cache. */
  @State(Scope.Benchmark)
  public static class Customers extends Filled {
    @Override
    Object call(long id) throws Exception {
      return repository.customer(id);
    }
  }

  /** Orders in the cache. */
  @State(Scope.Benchmark)
  public static class Orders extends Filled {
    private static final int COUNT = 64; // fewer: they fill the server

    @Override
    Object call(long id) throws Exception {
      return repository.orders(Ids.FIRST + id % COUNT);
    }
  }

  /** Customers who are known not to exist. */
  @State(Scope.Benchmark)
  public static class Missing extends Filled {
    @Override
    @Nullable Object call(long id) throws Exception {
      return repository.missing(id);
    }
  }

  /** Numbers that nobody has asked for. */
  @State(Scope.Benchmark)
  public static class Unknown extends Session {
    private static final long ABOVE_ALL = 1L << 40;
    private static final int CALLS = 30; // bits, for each opening

    private final long first = ABOVE_ALL + (ThreadLocalRandom.current().nextLong(1 << 20) << CALLS);
    private final AtomicLong next = new AtomicLong(first);
    private long loads;

    Object load() throws Exception {
      return repository.customer(next.getAndIncrement());
    }

    /** Connects. */
    @Setup
    public void open() throws Exception {
      connect();
      loads = source.loads();
    }

    /** Fails if a call was no miss. */
    @TearDown
    public void check() {
      long hits = next.get() - first - (source.loads() - loads);
      if (hits != 0) {
        throw new IllegalStateException(hits + " calls were no misses; only misses are measured");
      }
    }
  }

  /** A hit of a small value. */
  @Benchmark
  public @Nullable Object smallHit(Customers customers, Ids ids) throws Exception {
    return customers.call(ids.next());
  }

  /** A hit of a large value. */
  @Benchmark
  public @Nullable Object largeHit(Orders orders, Ids ids) throws Exception {
    return orders.call(ids.next());
  }

  /** A hit that says: there is nothing. */
  @Benchmark
  public @Nullable Object negativeHit(Missing missing, Ids ids) throws Exception {
    return missing.call(ids.next());
  }

  /** A miss whose load is free. */
  @Benchmark
  public Object miss(Unknown unknown) throws Exception {
    return unknown.load();
  }

  /** A removal; most of the time of a customer who was removed before. */
  @Benchmark
  public void invalidation(Connected connected, Ids ids) throws Exception {
    connected.repository.invalidate(ids.next());
  }
}
