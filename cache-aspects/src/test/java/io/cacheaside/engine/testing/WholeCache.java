package io.cacheaside.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * A runtime as an application installs it, a real server, and a connection past the cache. The
 * annotated methods are those of one class; the tests call the engine in place of woven code.
 */
public final class WholeCache implements AutoCloseable {
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

  public final CacheCounters counters = new CacheCounters();
  public final RedisCommands<byte[], byte[]> redis;
  public final CacheAsideRuntime runtime;
  private final RedisClient client;
  private final Map<String, CallSite> sites = new HashMap<>();

  public WholeCache(RedisServer server, Class<?> annotated) {
    this(server, annotated, config -> config);
  }

  /**
   * @param settings changes the defaults, which are generous: a busy machine is no slow Redis
   */
  public WholeCache(
      RedisServer server, Class<?> annotated, UnaryOperator<CacheAsideConfig.Builder> settings) {
    for (Method method : annotated.getDeclaredMethods()) {
      List<String> names = Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
      sites.put(method.getName(), new CallSite(new AnnotatedMethod(method, names)));
    }
    client = RedisClient.create(server.uri());
    redis = client.connect(ByteArrayCodec.INSTANCE).sync();
    runtime =
        CacheAsideRuntime.install(
            settings
                .apply(
                    CacheAsideConfig.builder()
                        .app("app")
                        .redis(server.uri())
                        .listener(counters)
                        .commandTimeout(COMMAND_TIMEOUT)
                        .lease(Duration.ofSeconds(10)))
                .requireRedisAtStart(true)
                .startTimeout(Duration.ofSeconds(20))
                .build());
  }

  /**
   * Calls a cached method whose body returns {@code loaded}; returns when also the I/O thread has
   * counted what became of it. For one thread.
   */
  public Object call(String method, Object loaded, Object... arguments) {
    try {
      Object outcome = CacheEngine.installed().read(sites.get(method), null, arguments);
      if (!(outcome instanceof Load load)) {
        return outcome;
      }
      Object value = load.completed(loaded);
      Await.until("the end of each load under a lease is counted", this::isCounted);
      return value;
    } catch (Throwable e) {
      throw new AssertionError("the cache broke the application", e);
    }
  }

  /** Calls a cached method whose body returns {@code loaded}; for any number of threads. */
  public Object read(String method, Object loaded, Object... arguments) {
    try {
      Object outcome = CacheEngine.installed().read(sites.get(method), null, arguments);
      return outcome instanceof Load load ? load.completed(loaded) : outcome;
    } catch (Throwable e) {
      throw new AssertionError("the cache broke the application", e);
    }
  }

  private boolean isCounted() {
    CacheCounters.Snapshot now = counters.snapshot();
    long ends = now.populates() + now.refusedPopulates() + now.failedPopulates() + now.tooLarge();
    return ends == now.misses();
  }

  /** Calls an invalidating method. */
  public void write(String method, Object... arguments) {
    CacheEngine.installed().invalidate(sites.get(method), null, arguments, null, true);
  }

  /** Returns by how much a count grew while the task ran. */
  public long growth(ToLongFunction<CacheCounters.Snapshot> count, Runnable task) {
    long before = count.applyAsLong(counters.snapshot());
    task.run();
    return count.applyAsLong(counters.snapshot()) - before;
  }

  @Override
  public void close() {
    runtime.close();
    assertThat(CacheEngine.installed()).isNull();
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
