package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.FaultProxy;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code install} waits for, and what it says. */
@Timeout(120)
@Tag("heavy")
class StartWaitTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Enough for a first attempt to fail, also in a JVM that is short of processor time. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.startProcess();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CacheAsideConfig.Builder config(String uri) {
    return CacheAsideConfig.builder().app("start").redis(uri).weavingCheck(WeavingCheck.OFF);
  }

  private static List<String> logged(LogCapture log) {
    return Stream.of("CacheAsideRuntime", "RedisStore")
        .flatMap(logger -> log.lines(logger).stream())
        .toList();
  }

  @Test
  void install_waitsForTheConnection_andTellsHowLong() {
    CacheCounters counters = new CacheCounters();
    try (LogCapture log = new LogCapture();
        CacheAsideRuntime runtime =
            CacheAsideRuntime.install(config(server.uri()).listener(counters).build())) {
      assertThat(logged(log))
          .singleElement()
          .asString()
          .matches("INFO connected to " + runtimeAt(server.host(), server.port()) + " in \\d+ ms");
      assertThat(runtime.isBreakerOpen()).isFalse();
      // The first value was ours: no listener of the application hears of it, and it is gone.
      assertThat(counters.snapshot()).isEqualTo(new CacheCounters().snapshot());
    }
    assertThat(keys()).containsExactly("start:g:default");
  }

  private static List<String> keys() {
    RedisClient client = RedisClient.create(server.uri());
    try {
      return client.connect().sync().keys("start:*");
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  private static String runtimeAt(String host, int port) {
    return "Redis at " + host + ":" + port;
  }

  @Test
  void redisThatComesAMomentLater_isWaitedFor() {
    try (FaultProxy proxy = FaultProxy.to(server);
        LogCapture log = new LogCapture()) {
      proxy.cut();
      CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(proxy::pass);
      CacheAsideConfig config = config(proxy.uri()).startWait(Duration.ofMinutes(1)).build();
      try (CacheAsideRuntime unused = CacheAsideRuntime.install(config)) {
        assertThat(logged(log))
            .singleElement()
            .asString()
            .matches("INFO connected to " + runtimeAt(proxy.host(), proxy.port()) + " in \\d+ ms");
      }
    }
  }

  @Test
  void absentRedis_goesOnAfterTheWait_withOneWarning() {
    int port = RedisServer.freePort();
    String place = runtimeAt("127.0.0.1", port);
    try (LogCapture log = new LogCapture();
        CacheAsideRuntime unused =
            CacheAsideRuntime.install(
                config("redis://127.0.0.1:" + port).startWait(LONG).build())) {
      assertThat(CacheEngine.installed()).isNotNull();
      assertThat(logged(log))
          .containsExactly(
              "WARN "
                  + place
                  + " is not connected after the start-wait of 2s: Connection refused; start it,"
                  + " or correct redis-uri. Trying again in the background, methods run uncached"
                  + " until it is connected; if it only needs longer, raise start-wait");
    }
  }

  @Test
  void silentRedis_goesOnAfterTheWait_withOneWarning() {
    try (FaultProxy proxy = FaultProxy.to(server);
        LogCapture log = new LogCapture()) {
      proxy.swallow();
      CacheAsideConfig config = config(proxy.uri()).startWait(SHORT).build();
      try (CacheAsideRuntime unused = CacheAsideRuntime.install(config)) {
        assertThat(logged(log))
            .singleElement()
            .asString()
            .startsWith(
                "WARN "
                    + runtimeAt(proxy.host(), proxy.port())
                    + " is not connected after the start-wait of 300ms")
            .endsWith(
                ". Trying again in the background, methods run uncached until it is connected; if"
                    + " it only needs longer, raise start-wait");
      }
    }
  }

  @Test
  void silentRedis_required_failsAndNamesTheTimeout() {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.swallow();
      CacheAsideConfig config =
          config(proxy.uri()).requireRedisAtStart(true).startTimeout(SHORT).build();
      assertThatThrownBy(() -> CacheAsideRuntime.install(config))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              runtimeAt(proxy.host(), proxy.port())
                  + " is not connected after the start-timeout of 300ms")
          .hasMessageEndingWith(
              ". If it only needs longer, raise start-timeout; to start without it, switch"
                  + " require-redis-at-start off");
    }
    assertThat(CacheEngine.installed()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2_000})
  void redisThatComesAfterTheWait_isTold(long waitMillis) {
    try (FaultProxy proxy = FaultProxy.to(server);
        LogCapture log = new LogCapture()) {
      proxy.cut();
      CacheAsideConfig config =
          config(proxy.uri()).startWait(Duration.ofMillis(waitMillis)).build();
      try (CacheAsideRuntime unused = CacheAsideRuntime.install(config)) {
        Await.until("a warning", () -> logged(log).size() == 1);
        assertThat(logged(log)).singleElement().asString().startsWith("WARN ");

        proxy.pass();

        String connected =
            "INFO connected to "
                + runtimeAt(proxy.host(), proxy.port())
                + " in \\d+ ms"
                + (waitMillis == 0 ? "" : ", later than the start-wait of 2s")
                + ": methods are cached from now on";
        Await.until("the line of the connection", () -> logged(log).size() == 2);
        assertThat(logged(log)).anyMatch(line -> line.matches(connected));
      }
    }
  }

  @Test
  void refusedScripts_areToldAtTheStart() {
    try (RedisServer strict = RedisServer.startProcess("--rename-command", "EVALSHA", "");
        LogCapture log = new LogCapture();
        CacheAsideRuntime unused = CacheAsideRuntime.install(config(strict.uri()).build())) {
      assertThat(logged(log))
          .anyMatch(
              line ->
                  line.equals(
                      "WARN "
                          + runtimeAt(strict.host(), strict.port())
                          + " is connected, but a first value could not be cached within 2s and"
                          + " read again (bypassed: REFUSED): methods may run uncached"));
    }
  }

  @Test
  void mistakeAfterTheStoreWasOpened_leavesNothingBehind() {
    assertThatThrownBy(
            () ->
                CacheAsideRuntime.install(
                    config(server.uri()).build(),
                    store -> {
                      throw new IllegalStateException("not around this one");
                    }))
        .hasMessage("not around this one");
    CacheAsideRuntime.install(config(server.uri()).build()).close();
  }
}
