package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  private static final String PATH = System.getenv().getOrDefault("PATH", "");

  @Test
  void start_answersPing() throws IOException {
    try (RedisServer server = RedisServer.start()) {
      assertThat(ping(server)).isEqualTo("+PONG");
      assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+");
      assertThat(server.describe()).contains(server.version()).contains(":" + server.port());
    }
  }

  @Test
  void startProcess_withOptions_obeysThem() throws IOException {
    try (RedisServer server = RedisServer.startProcess("--requirepass", "secret")) {
      assertThat(ping(server)).isEqualTo("-NOAUTH Authentication required.");
      assertThat(server.uri()).isEqualTo("redis://127.0.0.1:" + server.port());
    }
  }

  @Test
  void startProcess_withBrokenOption_showsTheServersLog() {
    assertThatThrownBy(() -> RedisServer.startProcess("--no-such-option", "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[--no-such-option, 1] did not start; it logged:")
        .hasMessageContaining("no-such-option");
  }

  @Test
  void pause_silencesUntilResumed() throws IOException {
    try (RedisServer server = RedisServer.startProcess()) {
      server.pause();
      assertThatThrownBy(() -> ping(server)).isInstanceOf(SocketTimeoutException.class);
      server.resume();
      assertThat(ping(server)).isEqualTo("+PONG");
    }
  }

  @Test
  void restart_afterKill_listensOnTheSamePort() throws IOException {
    try (RedisServer server = RedisServer.startProcess()) {
      int port = server.port();
      server.kill();
      assertThatThrownBy(() -> ping(server)).isInstanceOf(IOException.class);
      server.restart();
      assertThat(ping(server)).isEqualTo("+PONG");
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @Test
  void close_twice_leavesNothing() {
    RedisServer server = RedisServer.startProcess();
    server.close();
    server.close();
    assertThatThrownBy(() -> ping(server)).isInstanceOf(IOException.class);
  }

  @Test
  void embedded_forced_isStarted() throws IOException {
    try (RedisServer server = kind("TEST_REDIS", "embedded").start(List.of())) {
      assertThat(server.version()).startsWith("6.2.");
      assertThat(server.describe())
          .isEqualTo(
              "Redis "
                  + server.version()
                  + " (redis-server of embedded-redis) at redis://127.0.0.1:"
                  + server.port());
      assertThat(ping(server)).isEqualTo("+PONG");
    }
  }

  @Test
  void path_forcedButAbsent_saysHowToGetOne() {
    RedisKind kind = kind("TEST_REDIS", "path", "PATH", "/nowhere");
    assertThatThrownBy(() -> kind.start(List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "TEST_REDIS=path, but there is no redis-server on the PATH; install one"
                + " (Debian: apt-get install redis-server) or unset TEST_REDIS");
  }

  @Test
  void kind_unknown_isRefused() {
    assertThatThrownBy(() -> kind("TEST_REDIS", "podman"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "TEST_REDIS=podman is no kind of Redis; use docker, path, embedded, or the"
                + " path of a server");
  }

  @Test
  void file_forced_isStarted_whateverIsOnThePath(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("another-server");
    String embedded = RedisBinary.embedded().file();
    Files.writeString(file, "#!/bin/sh\nexec '" + embedded + "' \"$@\"\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    RedisKind kind = kind("TEST_REDIS", file.toString());
    try (RedisServer server = kind.start(List.of());
        RedisServer process = kind.startProcess(List.of())) {
      for (RedisServer each : List.of(server, process)) {
        assertThat(each.describe())
            .isEqualTo(
                "Redis "
                    + each.version()
                    + " (named by TEST_REDIS) at redis://127.0.0.1:"
                    + each.port());
        assertThat(each.version()).startsWith("6.2.");
        assertThat(ping(each)).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void file_ofAnotherProduct_isCalledByItsName(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("valkey-server");
    Files.writeString(file, "#!/bin/sh\necho 'Valkey server v=8.1.1 sha=00000000:0'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    assertThat(kind("TEST_REDIS", file.toString()).processBinary())
        .isEqualTo(new RedisBinary(file.toString(), "Valkey", "8.1.1", "named by TEST_REDIS"));
  }

  @Test
  void file_absent_isRefused() {
    RedisKind kind = kind("TEST_REDIS", "/nowhere/redis-server");
    assertThatThrownBy(() -> kind.start(List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("/nowhere/redis-server cannot be run: ");
  }

  @Test
  void process_withoutPath_isEmbedded() {
    try (RedisServer server = kind("PATH", "/nowhere").startProcess(List.of())) {
      assertThat(server.version()).startsWith("6.2.");
    }
  }

  @Test
  void external_isUsedAndLeftRunning() throws IOException {
    try (RedisServer own = RedisServer.startProcess("--requirepass", "secret")) {
      String uri = "redis://:secret@127.0.0.1:" + own.port();
      RedisServer external = kind("CACHEASIDE_REDIS_URI", uri).start(List.of());
      external.close();
      assertThat(ping(own)).startsWith("-NOAUTH");
      assertThat(external.uri()).isEqualTo(uri);
      assertThat(external.version()).isEqualTo(own.version());
      String name =
          "Redis " + own.version() + " (named by CACHEASIDE_REDIS_URI) at 127.0.0.1:" + own.port();
      assertThat(external).hasToString(name);
      assertThatThrownBy(external::kill)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(name + " cannot be killed; use RedisServer.startProcess");
    }
  }

  @Test
  void external_withWrongPassword_keepsItSecret() {
    try (RedisServer own = RedisServer.startProcess("--requirepass", "secret")) {
      String uri = "redis://:hunter2@127.0.0.1:" + own.port();
      assertThatThrownBy(() -> kind("CACHEASIDE_REDIS_URI", uri).start(List.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "CACHEASIDE_REDIS_URI names 127.0.0.1:"
                  + own.port()
                  + ", where no Redis answers (the server refused the user or password); start it"
                  + " or unset the variable");
    }
  }

  @Test
  void external_notAUri_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> kind("CACHEASIDE_REDIS_URI", "http://:pw@x").start(List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "CACHEASIDE_REDIS_URI is no Redis URI; it looks like"
                + " redis://[user:password@]host[:port][/db]");
  }

  @Test
  void external_withOptions_isRefused() {
    RedisKind kind = kind("CACHEASIDE_REDIS_URI", "redis://127.0.0.1:1");
    assertThatThrownBy(() -> kind.start(List.of("--maxmemory", "1mb")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "CACHEASIDE_REDIS_URI names a server that runs already and takes no options"
                + " [--maxmemory, 1mb]; use RedisServer.startProcess");
  }

  @Test
  void freePort_canBeBound() throws IOException {
    try (ServerSocket socket = new ServerSocket(RedisServer.freePort())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void shared_isOneServer_withFreshPrefixes() throws IOException {
    assertThat(SharedRedis.server()).isSameAs(SharedRedis.server());
    assertThat(SharedRedis.uri()).isEqualTo(SharedRedis.server().uri());
    assertThat(SharedRedis.newPrefix()).isNotEqualTo(SharedRedis.newPrefix()).doesNotContain(":");
  }

  private static RedisKind kind(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", PATH));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return RedisKind.read(environment::get);
  }

  private static String ping(RedisServer server) throws IOException {
    try (Socket socket = new Socket(server.host(), server.port())) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] reply = new byte[100];
      int length = socket.getInputStream().read(reply);
      return new String(reply, 0, Math.max(length, 0), StandardCharsets.UTF_8).strip();
    }
  }
}
