package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that says nothing to the first connection; the test says what time it is. */
class SilenceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private boolean wanted = true;
  private long now = 7;
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void watch() {
    channel.freezeTime();
    channel.pipeline().addFirst(new Silence(() -> wanted, () -> now));
  }

  @AfterEach
  void close() {
    channel.close();
  }

  /** Time passes, and the connection's thread runs at once what is due. */
  private void pass(long millis) {
    for (long i = 0; i < millis; i++) {
      now += MILLI;
      channel.advanceTimeBy(MILLI, TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  /** Time passes in which the connection's thread does not run. */
  private void sleep(long millis) {
    now += millis * MILLI;
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private void assertSilent() {
    assertThatThrownBy(channel::checkException)
        .isInstanceOf(IOException.class)
        .hasMessage("it accepts connections, but does not answer");
  }

  @Test
  void serverThatWasAsked_andSaysNothing_failsTheConnection() {
    channel.writeOutbound("HELLO");
    pass(999);
    channel.checkException();
    pass(1);
    assertSilent();
  }

  @Test
  void serverThatWasNotAsked_mayBeSilent() {
    pass(5_000);
    channel.checkException();
  }

  @Test
  void serverThatAnswers_isAskedNextTime() {
    channel.writeOutbound("HELLO");
    pass(900);
    channel.writeInbound("hello");
    pass(900);
    channel.checkException();
    channel.writeOutbound("PING");
    pass(999);
    channel.checkException();
    pass(2);
    assertSilent();
  }

  @Test
  void threadThatIsLate_mayHaveAnAnswerToRead() {
    channel.writeOutbound("HELLO");
    sleep(3_000);
    channel.checkException();
    sleep(10);
    channel.checkException();
    channel.writeInbound("hello");
    pass(5_000);
    channel.checkException();
  }

  @Test
  void threadThatIsLate_andThenOnTime_hasNoAnswer() {
    channel.writeOutbound("HELLO");
    sleep(3_000);
    pass(5);
    assertSilent();
  }

  @Test
  void connectionThatIsNotTheFirst_isNotWatched() {
    channel.writeOutbound("HELLO");
    channel.writeInbound("hello");
    wanted = false;
    channel.writeOutbound("GET");
    pass(5_000);
    channel.checkException();
    channel.writeInbound("nil");
    assertThat(channel.pipeline().get(Silence.class)).isNull();
  }
}
