package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Something listens that is no Redis, or one that answers wrongly from the first reply on. */
@Timeout(60)
class WrongHandshakeTest extends OwnServerFixture {
  private ServerSocket acceptor;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String answer = "";
  private volatile boolean resets;

  @BeforeEach
  void listen() throws IOException {
    acceptor = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    acceptor.close();
  }

  private void accept() {
    while (!acceptor.isClosed()) {
      try (Socket socket = acceptor.accept()) {
        connections.incrementAndGet();
        InputStream in = socket.getInputStream();
        var unused = in.read();
        if (resets) {
          socket.setSoLinger(true, 0);
          continue;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        in.transferTo(OutputStream.nullOutputStream()); // to its end
      } catch (IOException e) {
        // the next
      }
    }
  }

  private ReconnectingConnection reconnecting() {
    return reconnecting("redis", acceptor.getLocalPort());
  }

  private ReconnectingConnection reconnecting(String scheme, int port) {
    RedisStoreOptions options =
        RedisStoreOptions.builder(scheme + "://127.0.0.1:" + port)
            .reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(2))
            .build();
    RedisUri uri = RedisUri.parse(options.uri());
    Client client = new Client(options);
    client.grownUp(); // so that it has seconds for a handshake, not the time of a cold JVM
    ReconnectingConnection reconnecting =
        new ReconnectingConnection(
            client,
            "Redis",
            "test",
            "nothing happens",
            () -> true,
            new ReconnectingConnection.Owner() {
              @Override
              public CompletionStage<RedisAddress> locate() {
                return CompletableFuture.completedStage(uri.at(uri.servers().get(0)));
              }
            });
    closeLater(() -> client.close(reconnecting.close()));
    return reconnecting;
  }

  static Stream<Arguments> wrongAnswers() {
    String map = "%1\r\n+proto\r\n:3\r\n";
    return Stream.of(
        arguments(
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
            "the byte 72 (\"H\") where a reply begins"),
        arguments(
            "\u0015\u0003\u0001\0\u0002\u0002F",
            "the byte 21 where a reply begins, as of an alert of TLS: for it write rediss in the"
                + " Redis URI"),
        arguments("$-7\r\n", "a length that is none"),
        arguments(":1\r\n", "java.lang.NullPointerException: "),
        arguments("+OK\r\n", "java.lang.NullPointerException: "),
        arguments(map + ":5\r\n:6\r\n:7\r\n", "java.lang.UnsupportedOperationException: "));
  }

  @ParameterizedTest
  @MethodSource("wrongAnswers")
  void wrongAnswers_areFollowedByLongerAndLongerPauses(String wrong, String what) {
    answer = wrong;
    try (LogCapture log = new LogCapture()) {
      ReconnectingConnection reconnecting = reconnecting();
      reconnecting.start();
      Await.until("wrong answers are counted", () -> reconnecting.wrongAnswers() > Pauses.FREE);
      // now and then an attempt sees the end of the connection before the answer
      Await.until(
          "the answer is told: " + what,
          () -> {
            String told = String.valueOf(reconnecting.lastError());
            return told.startsWith("its answers are not those of a Redis (" + what)
                && told.endsWith("); check the host and port in the Redis URI");
          });
      assertThat(log.all()).doesNotContain("exceptionCaught");
    }
  }

  @Test
  void tls_answeredWithoutIt_isSaid() {
    answer = "-ERR Protocol error\r\n";
    assertThat(errorOf(reconnecting("rediss", acceptor.getLocalPort())))
        .isEqualTo(
            "it answers without TLS; write redis in place of rediss in the Redis URI, or name"
                + " its port for TLS");
  }

  @Test
  @Tag("heavy")
  void tls_toARedisWithoutIt_isSaid() {
    assertThat(errorOf(reconnecting("rediss", server().port())))
        .isEqualTo(
            "it did not answer in time, as a Redis without TLS never does to one that speaks TLS;"
                + " if it is one, write redis in place of rediss in the Redis URI, or name its port"
                + " for TLS");
  }

  @Test
  void noTls_toAPortThatResetsTheConnection_namesTls() {
    resets = true;
    assertThat(errorOf(reconnecting()))
        .isEqualTo(
            "Connection reset at the first command, as by a port for TLS; if it is one, write"
                + " rediss in place of redis in the Redis URI");
  }

  private static String errorOf(ReconnectingConnection reconnecting) {
    reconnecting.start();
    Await.until("it was asked", () -> reconnecting.lastError() != null);
    return String.valueOf(reconnecting.lastError());
  }

  @Test
  void errorReply_isFollowedByThePauseAfterARefusal() {
    answer = "-ERR what is that?\r\n";
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    Await.until("it was asked", () -> reconnecting.lastError() != null);
    Await.until("it counts as a refusal", reconnecting::isRefused);
    assertThat(reconnecting.lastError()).isEqualTo("ERR what is that?");
    assertThat(reconnecting.wrongAnswers()).isZero();
  }

  @Test
  void serverThatLoadsItsData_isNoRefusal() {
    answer = "-LOADING Redis is loading the dataset in memory\r\n";
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    Await.until("it was asked again", () -> connections.get() > 2);
    assertThat(reconnecting.isRefused()).isFalse();
    assertThat(reconnecting.wrongAnswers()).isZero();
  }
}
