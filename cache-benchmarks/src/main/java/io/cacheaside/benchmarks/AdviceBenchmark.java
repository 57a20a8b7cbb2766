package io.cacheaside.benchmarks;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.spi.CacheListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * What weaving costs by itself. {@code wovenHit} less {@code engineHit} is the advice and the way
 * to its plan; {@code noRuntime} less {@code notWoven} is what is left where nothing is installed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdviceBenchmark {

  /** The same body twice. */
  static class Service {
    private final Customer customer = Customer.of(Ids.FIRST);

    @CacheAside(key = "self:{id}", ttl = "1h")
    @Nullable Customer woven(long id) {
      return id < 0 ? null : customer;
    }

    @Nullable Customer notWoven(long id) {
      return id < 0 ? null : customer;
    }
  }

  /** No runtime. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final Service service = new Service();
  }

  /** An engine whose store and codec do nothing, and the call site that the advice has to find. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class Installed {
    private final Service service = new Service();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private CacheEngine engine;
    private CallSite site;

    /** Installs it. */
    @Setup
    public void open() throws NoSuchMethodException {
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
      site =
          new CallSite(
              new AnnotatedMethod(
                  Service.class.getDeclaredMethod("woven", long.class), List.of("id")));
    }

    /** Closes it. */
    @TearDown
    public void close() {
      engine.close();
      timer.shutdownNow();
    }
  }

  /** The plain call. */
  @Benchmark
  public @Nullable Customer notWoven(Bare bare, Ids ids) {
    return bare.service.notWoven(ids.next());
  }

  /** The woven call where no runtime is installed. */
  @Benchmark
  public @Nullable Customer noRuntime(Bare bare, Ids ids) {
    return bare.service.woven(ids.next());
  }

  /** A hit, without advice. */
  @Benchmark
  public @Nullable Object engineHit(Installed installed, Ids ids) throws Throwable {
    return installed.engine.read(installed.site, installed.service, new Object[] {ids.next()});
  }

  /** A hit, through the advice. */
  @Benchmark
  public @Nullable Customer wovenHit(Installed installed, Ids ids) {
    return installed.service.woven(ids.next());
  }
}
