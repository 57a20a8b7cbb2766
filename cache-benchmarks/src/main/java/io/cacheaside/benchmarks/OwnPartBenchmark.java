package io.cacheaside.benchmarks;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.benchmarks.contenders.Source;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.spi.CacheListener;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The framework's own part of a hit: advice, plan, key, checksum and decision. Neither store nor
 * codec does anything.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OwnPartBenchmark {

  /** What is installed in production: with the circuit breaker in front of the store. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class Installed {
    private final Source source = new Source(0);
    private final CustomerService customers = new CustomerService(source);
    private CacheAsideRuntime runtime;

    /** Installs it. */
    @Setup
    public void open() {
      runtime =
          CacheAsideRuntime.install(
              CacheAsideConfig.builder().store(StubStore::new).codec(new StubCodec()).build());
    }

    /** Closes it. */
    @TearDown
    public void close() {
      runtime.close();
      checkHits(source);
    }
  }

  /** The engine alone, without the circuit breaker. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class Engine {
    private final Source source = new Source(0);
    private final CustomerService customers = new CustomerService(source);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private CacheEngine engine;

    /** Installs it. */
    @Setup
    public void open() {
      engine =
          new CacheEngine(
              "bench",
              new StubStore(),
              new StubCodec(),
              CacheListener.NONE,
              EngineOptions.DEFAULTS,
              Map.of(),
              timer);
      engine.install();
    }

    /** Closes it. */
    @TearDown
    public void close() {
      engine.close();
      timer.shutdownNow();
      checkHits(source);
    }
  }

  private static void checkHits(Source source) {
    if (source.loads() != 0) {
      throw new IllegalStateException(source.loads() + " calls were no hits");
    }
  }

  /** A hit with the circuit breaker. */
  @Benchmark
  public Customer withBreaker(Installed installed, Ids ids) {
    return installed.customers.find(ids.next());
  }

  /** A hit without it. */
  @Benchmark
  public Customer withoutBreaker(Engine engine, Ids ids) {
    return engine.customers.find(ids.next());
  }
}
