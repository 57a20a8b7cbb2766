package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.store.redis.address.QuietStart;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FirstConnectionTest {
  private static final Duration LIMIT = Duration.ofMillis(150);

  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private String error;

  private FirstConnection connection(LongSupplier processorNanos) {
    return new FirstConnection(connected, () -> error, processorNanos, new QuietStart());
  }

  /** A JVM that does nothing. */
  private static long idle() {
    return 0;
  }

  /** A JVM that works all the time. */
  private static LongSupplier busy() {
    AtomicLong nanos = new AtomicLong();
    return () -> nanos.addAndGet(20_000_000);
  }

  @Test
  void await_connected_returnsAtOnce() {
    FirstConnection connection = connection(FirstConnectionTest::idle);
    connected.complete(null);
    assertThat(connection.await(Duration.ofMinutes(10))).isTrue();
    assertThat(connection.millis()).isNotNegative();
  }

  @Test
  void await_silentServer_endsAtTheLimit_andSaysThatItIsSilent() {
    FirstConnection connection = connection(FirstConnectionTest::idle);
    assertThat(connection.await(LIMIT)).isFalse();
    assertThat(connection.failure("start-wait", LIMIT))
        .isEqualTo(
            " is not connected after the start-wait of 150ms, and nothing has failed; see that it"
                + " can be reached, or correct redis-uri");
  }

  @Test
  void await_busyJvm_isGivenMoreTime_andDoesNotBlameTheServer() {
    FirstConnection connection = connection(busy());
    assertThat(connection.await(LIMIT)).isFalse();
    assertThat(connection.failure("start-timeout", LIMIT))
        .matches(
            " is not connected after the start-timeout of 150ms, and nothing has failed; for"
                + " \\d{3} of \\d{3} ms this JVM was busy or short of processor time");
  }

  @Test
  void await_failedConnection_saysWhatFailed() {
    error = "Connection refused";
    FirstConnection connection = connection(FirstConnectionTest::idle);
    assertThat(connection.await(LIMIT)).isFalse();
    assertThat(connection.failure("start-timeout", LIMIT))
        .isEqualTo(
            " is not connected after the start-timeout of 150ms: Connection refused; start it, or"
                + " correct redis-uri");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "it answers without TLS; write redis in place of rediss in the Redis URI"
      })
  void await_serverThatAnswers_isNotToBeStarted(String answer) {
    error = answer;
    FirstConnection connection = connection(FirstConnectionTest::idle);
    assertThat(connection.await(LIMIT)).isFalse();
    assertThat(connection.failure("start-wait", LIMIT))
        .isEqualTo(" is not connected after the start-wait of 150ms: " + answer);
  }

  @Test
  void await_interrupted_endsAndStaysInterrupted() {
    FirstConnection connection = connection(FirstConnectionTest::idle);
    Thread.currentThread().interrupt();
    assertThat(connection.await(Duration.ofMinutes(10))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(connection.failure("start-wait", LIMIT))
        .isEqualTo(" was not waited for, because the thread was interrupted");
  }

  @Test
  void processorNanos_grows() {
    long before = FirstConnection.processorNanos();
    long until = System.nanoTime() + 100_000_000;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
    assertThat(FirstConnection.processorNanos()).isGreaterThan(before);
  }
}
