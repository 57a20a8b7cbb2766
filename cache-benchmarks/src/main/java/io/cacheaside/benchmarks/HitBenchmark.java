package io.cacheaside.benchmarks;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A hit in a real Redis: by hand, and through a woven method. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HitBenchmark {

  /** The baseline, and what it reads. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class ByHand {
    private RedisServer server;
    private HandWritten customers;

    /** Connects and stores the customers. */
    @Setup
    public void open() throws ExecutionException, InterruptedException {
      server = RedisServer.start();
      customers = new HandWritten(server.uri());
      for (int i = 0; i < Ids.COUNT; i++) {
        customers.store(Ids.FIRST + i);
      }
    }

    /** Disconnects. */
    @TearDown
    public void close() {
      customers.close();
      server.close();
    }
  }

  /** An installed runtime, and what its methods read. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class Woven {
    private final CustomerService customers = new CustomerService();
    private RedisServer server;
    private CacheAsideRuntime runtime;
    private long loads;

    /** Installs the runtime and lets it cache the customers. */
    @Setup
    public void open() {
      server = RedisServer.start();
      runtime =
          CacheAsideRuntime.install(
              CacheAsideConfig.builder()
                  .redis(server.uri())
                  .app("bench")
                  .commandTimeout(HandWritten.COMMAND_TIMEOUT)
                  .requireRedisAtStart(true)
                  .startTimeout(Duration.ofSeconds(30))
                  .build());
      for (int i = 0; i < Ids.COUNT; i++) {
        customers.find(Ids.FIRST + i);
        customers.findBean(Ids.FIRST + i);
      }
      loads = customers.loads();
    }

    /** Closes the runtime; fails if a call was no hit. */
    @TearDown
    public void close() {
      runtime.close();
      server.close();
      if (customers.loads() != loads) {
        throw new IllegalStateException(
            (customers.loads() - loads) + " calls were no hits; only hits are measured");
      }
    }
  }

  /** A record, by hand. */
  @Benchmark
  public Customer recordByHand(ByHand by, Ids ids)
      throws ExecutionException, InterruptedException, TimeoutException {
    return by.customers.find(ids.next());
  }

  /** A record, through a woven method. */
  @Benchmark
  public Customer recordWoven(Woven woven, Ids ids) {
    return woven.customers.find(ids.next());
  }

  /** An object with fields, by hand. */
  @Benchmark
  public CustomerBean beanByHand(ByHand by, Ids ids)
      throws ExecutionException, InterruptedException, TimeoutException {
    return by.customers.findBean(ids.next());
  }

  /** An object with fields, through a woven method. */
  @Benchmark
  public CustomerBean beanWoven(Woven woven, Ids ids) {
    return woven.customers.findBean(ids.next());
  }
}
