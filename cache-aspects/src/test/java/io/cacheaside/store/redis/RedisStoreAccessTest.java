package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, users, databases and TLS; {@link MinimalAclTest} has the rights of a user. */
@Timeout(120)
class RedisStoreAccessTest {
  private static final Key KEY = Key.of("app:r:{k}");

  /** What a user has to be allowed at a single server. */
  static final String COMMANDS =
      "get set getrange setrange exists pttl pexpireat renamenx del unlink time eval evalsha"
          + " client|tracking hello ping info dbsize";

  private static RedisStore open(String uri) {
    return RedisStore.open(options(uri).build());
  }

  private static RedisStoreOptions.Builder options(String uri) {
    return RedisStoreOptions.builder(uri).commandTimeout(Duration.ofSeconds(20));
  }

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void assertUsable(RedisStore store) {
    get(store.firstConnection());
    LeaseToken token = new LeaseToken(Long.MIN_VALUE, System.nanoTime());
    assertThat(get(store.acquire(KEY, token, 60_000, null))).isInstanceOf(Grant.Granted.class);
    Await.until("the watch connection is up", store::canWatch);
    var watch = store.watch(KEY, token);
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    get(watch);
  }

  @Test
  void password_right_isAccepted() {
    try (RedisServer server = RedisServer.startProcess("--requirepass", "p@ss:w/rd");
        RedisStore store = open("redis://:p%40ss%3Aw%2Frd@127.0.0.1:" + server.port())) {
      assertUsable(store);
    }
  }

  @Test
  void password_wrong_isReportedWithoutIt_andHealsWhenChanged() {
    try (RedisServer server = RedisServer.startProcess("--requirepass", "right");
        RedisStore store = open("redis://:hunter2@127.0.0.1:" + server.port());
        RawRedis raw = new RawRedis("redis://:right@127.0.0.1:" + server.port())) {
      Await.until("refused", () -> store.lastConnectError() != null);
      assertThat(store.lastConnectError())
          .isEqualTo(
              "WRONGPASS invalid username-password pair or user is disabled.; check user and"
                  + " password in the Redis URI");
      Failure.of(store.lookup(KEY))
          .has(Reason.UNAVAILABLE)
          .says(store + " is not connected: " + store.lastConnectError());
      assertThat(raw.sync().configSet("requirepass", "hunter2")).isEqualTo("OK");
      get(store.firstConnection());
    }
  }

  @Test
  void password_missing_isReported() {
    try (RedisServer server = RedisServer.startProcess("--requirepass", "right");
        RedisStore store = open(server.uri())) {
      Await.until("refused", () -> store.lastConnectError() != null);
      assertThat(store.lastConnectError())
          .startsWith("NOAUTH ")
          .endsWith("; check user and password in the Redis URI");
    }
  }

  @Test
  void aclUser_withTheDocumentedPermissions_canDoEverything() {
    try (RedisServer server = RedisServer.startProcess()) {
      addUser(server, COMMANDS);
      try (RedisStore store = open("redis://app:pw@127.0.0.1:" + server.port() + "/0")) {
        assertUsable(store);
        assertThat(Failure.of(store.lookup(Key.of("other:{k}"))).has(Reason.REFUSED).exception())
            .hasMessageStartingWith(store + " refused GET: NOPERM ")
            .hasMessageEndingWith("; extend the ACL of the user");
      }
    }
  }

  @Test
  void aclUser_withoutTracking_worksWithoutWakeUps() {
    try (RedisServer server = RedisServer.startProcess()) {
      addUser(server, "get hello ping");
      try (RedisStore store = open("redis://app:pw@127.0.0.1:" + server.port())) {
        get(store.firstConnection());
        assertThat(get(store.lookup(KEY))).isNull();
        assertThat(store.watch(KEY, new LeaseToken(Long.MIN_VALUE, 1))).isNotDone();
        assertThat(store.canWatch()).isFalse();
      }
    }
  }

  /** Makes a user "app" with password "pw" for keys that begin with "app:". */
  static void addUser(RedisServer server, String commands) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    args.add("SETUSER").add("app").add("on").add(">pw").add("~app:*");
    for (String command : commands.split(" ", -1)) {
      args.add(command.startsWith("-") ? command : "+" + command);
    }
    try (RawRedis raw = new RawRedis(server.uri())) {
      raw.sync().dispatch(CommandType.ACL, new StatusOutput<>(ByteArrayCodec.INSTANCE), args);
    }
  }

  @Test
  void database_isTheOneOfTheUri() {
    try (RedisServer server = RedisServer.startProcess();
        RedisStore store = open(server.uri() + "/5");
        RawRedis raw = new RawRedis(server.uri())) {
      get(store.firstConnection());
      LeaseToken token = new LeaseToken(Long.MIN_VALUE, 1);
      assertThat(get(store.acquire(KEY, token, 60_000, null))).isInstanceOf(Grant.Granted.class);
      assertThat(raw.sync().dbsize()).isZero();
      assertThat(raw.sync().select(5)).isEqualTo("OK");
      assertThat(raw.sync().dbsize()).isEqualTo(1);
    }
  }

  @Test
  void tls_withTrustedCertificate_isUsable_andElseRefused(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path key = directory.resolve("key.pem");
    Path certificate = directory.resolve("cert.pem");
    assumeTrue(selfSigned(key, certificate), "no openssl on the PATH to make a certificate with");
    int port = RedisServer.freePort();
    try (RedisServer server = tlsServer(port, key, certificate);
        RedisStore trusting =
            RedisStore.open(
                options("rediss://localhost:" + port).caCertificate(certificate).build());
        RedisStore wary = open("rediss://localhost:" + port);
        RedisStore plain = open("redis://localhost:" + port)) {
      assertThat(server.port()).isNotEqualTo(port);
      assertUsable(trusting);
      Await.until("refused", () -> wary.lastConnectError() != null);
      assertThat(wary.lastConnectError())
          .isEqualTo("unable to find valid certification path to requested target");
      Await.until("reset", () -> plain.lastConnectError() != null);
      assertThat(plain.lastConnectError())
          .isEqualTo(
              "Connection reset at the first command, as by a port for TLS; if it is one, write"
                  + " rediss in place of redis in the Redis URI");
    }
  }

  private static RedisServer tlsServer(int port, Path key, Path certificate) {
    try {
      return RedisServer.startProcess(
          "--tls-port",
          Integer.toString(port),
          "--tls-cert-file",
          certificate.toString(),
          "--tls-key-file",
          key.toString(),
          "--tls-auth-clients",
          "no");
    } catch (IllegalStateException e) {
      assumeTrue(
          !String.valueOf(e.getMessage()).contains("tls-port"),
          "this redis-server was built without TLS");
      throw e;
    }
  }

  private static boolean selfSigned(Path key, Path certificate)
      throws IOException, InterruptedException {
    try {
      String request =
          "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
              + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1";
      List<String> command = new ArrayList<>(List.of(request.split(" ", -1)));
      command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
      Process openssl =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return openssl.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
