package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("heavy")
class FaultProxyTest {
  private static final int SHORT = 300;
  private static final int LONG = 20_000;

  private static RedisServer server;
  private FaultProxy proxy;
  private Socket client;

  @BeforeAll
  static void startServer() {
    server = RedisServer.startProcess();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws IOException {
    proxy = FaultProxy.to(server);
    client = connect();
    assertThat(call("PING")).isEqualTo("+PONG");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    proxy.close();
  }

  @Test
  void pass_forwardsLargeRequestsAndReplies() throws IOException {
    String value = "x".repeat(1_000_000);
    try (RedisProbe probe = RedisProbe.open(proxy.host(), proxy.port(), false)) {
      assertThat(probe.call("SET", "large", value)).isEqualTo("OK");
      assertThat(probe.call("GET", "large")).isEqualTo(value);
    }
  }

  @Test
  void cut_closesAndRefuses_untilPass() throws IOException {
    proxy.cut();
    assertThatThrownBy(() -> call("PING")).isInstanceOf(IOException.class);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    proxy.pass();
    client = connect();
    assertThat(call("PING")).isEqualTo("+PONG");
    assertThat(proxy.uri()).isEqualTo("redis://127.0.0.1:" + client.getPort());
  }

  @Test
  void cut_hasRefusedOnceItReturns() {
    for (int round = 0; round < 500; round++) {
      proxy.cut();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      proxy.pass();
    }
  }

  @Test
  void reset_closesAndAccepts() throws IOException {
    proxy.reset();
    assertThatThrownBy(() -> call("PING")).isInstanceOf(IOException.class);
    client = connect();
    assertThat(call("PING")).isEqualTo("+PONG");
  }

  @Test
  void delay_makesBothWaysLater() throws IOException {
    long both = 2 * SHORT * 1_000_000L;
    proxy.delay(Duration.ofMillis(SHORT), Duration.ofMillis(SHORT));
    long start = System.nanoTime();
    assertThat(call("PING")).isEqualTo("+PONG");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(both);
  }

  @Test
  void hold_deliversEverythingLater() throws IOException {
    proxy.hold();
    send("SET held yes");
    assertThatThrownBy(() -> read(SHORT)).isInstanceOf(SocketTimeoutException.class);
    assertThat(value("held")).isNull();
    try (Socket second = connect()) {
      assertThat(second.isConnected()).isTrue();
    }
    proxy.pass();
    assertThat(read(LONG)).isEqualTo("+OK");
    assertThat(value("held")).isEqualTo("yes");
  }

  @Test
  void swallow_answersNobody_andClosesDamagedConnectionsAfterwards() throws IOException {
    proxy.swallow();
    send("SET swallowed yes");
    assertThatThrownBy(() -> read(SHORT)).isInstanceOf(SocketTimeoutException.class);
    proxy.pass();
    assertThatThrownBy(() -> read(LONG))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(value("swallowed")).isNull();
    client = connect();
    assertThat(call("PING")).isEqualTo("+PONG");
  }

  @Test
  void swallow_whenNothingWasSent_keepsConnections() throws IOException {
    proxy.swallow();
    proxy.pass();
    assertThat(call("PING")).isEqualTo("+PONG");
  }

  @Test
  void swallowRequests_neverReachTheServer() throws IOException {
    proxy.swallowRequests();
    send("SET request yes");
    assertThatThrownBy(() -> read(SHORT)).isInstanceOf(SocketTimeoutException.class);
    assertThat(value("request")).isNull();
  }

  @Test
  void swallowReplies_commandsAreExecutedAllTheSame() throws IOException {
    proxy.swallowReplies();
    send("SET first yes");
    awaitValue("first");
    send("SET second yes");
    awaitValue("second");
    assertThatThrownBy(() -> read(SHORT)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void swallow_hidesThatTheServerHasClosed() throws IOException {
    proxy.swallow();
    RedisProbe.ask(server, LONG, "CLIENT", "KILL", "TYPE", "normal");
    assertThatThrownBy(() -> read(SHORT)).isInstanceOf(SocketTimeoutException.class);
    proxy.pass();
    assertThatThrownBy(() -> read(LONG))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void server_absent_closesTheClient() throws IOException {
    try (FaultProxy nowhere = FaultProxy.to("127.0.0.1", RedisServer.freePort());
        Socket lonely = new Socket(nowhere.host(), nowhere.port())) {
      lonely.setSoTimeout(LONG);
      assertThatThrownBy(() -> readFrom(lonely))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void close_leavesNoConnection_alsoWhileHolding() throws IOException {
    proxy.hold();
    send("PING");
    proxy.close();
    Await.until("no connection is left", () -> proxy.connections() == 0);
    assertThatThrownBy(proxy::pass)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This proxy is closed; start another one");
    assertThat(proxy)
        .hasToString("FaultProxy at " + proxy.uri() + " to /127.0.0.1:" + server.port());
  }

  private Socket connect() throws IOException {
    return new Socket(proxy.host(), proxy.port());
  }

  private String call(String command) throws IOException {
    send(command);
    return read(LONG);
  }

  private void send(String command) throws IOException {
    client.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private String read(int limitMillis) throws IOException {
    client.setSoTimeout(limitMillis);
    return readFrom(client);
  }

  private static String readFrom(Socket socket) throws IOException {
    byte[] reply = new byte[100];
    int length = socket.getInputStream().read(reply);
    if (length < 0) {
      throw new IOException("closed");
    }
    return new String(reply, 0, length, StandardCharsets.UTF_8).strip();
  }

  private static Object value(String key) throws IOException {
    return RedisProbe.ask(server, LONG, "GET", key);
  }

  private static void awaitValue(String key) {
    assertThat(
            Await.answer(
                key + " is set",
                Duration.ofSeconds(20),
                () -> "yes".equals(value(key)) ? true : null,
                () -> ""))
        .isTrue();
  }
}
