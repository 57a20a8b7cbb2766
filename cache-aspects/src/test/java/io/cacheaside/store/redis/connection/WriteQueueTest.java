package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.Failure;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What leaves the queue, when, and in which order; the channel runs its thread's tasks on demand.
 */
class WriteQueueTest {
  private static final long BYTES = 1_000;

  private final List<Object> written = new ArrayList<>();
  private final List<Integer> flushedAfter = new ArrayList<>();
  private @Nullable Error unwakeable;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(recorder()) {
        @Override
        public EventLoop eventLoop() {
          Error scripted = unwakeable;
          unwakeable = null;
          if (scripted != null) {
            throw scripted;
          }
          return super.eventLoop();
        }
      };
  private final WriteQueue queue = new WriteQueue(channel, 1_000, BYTES);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private ChannelOutboundHandlerAdapter recorder() {
    return new ChannelOutboundHandlerAdapter() {
      @Override
      public void write(ChannelHandlerContext context, Object call, ChannelPromise promise) {
        written.add(call);
        promise.setSuccess();
      }

      @Override
      public void flush(ChannelHandlerContext context) {
        flushedAfter.add(written.size());
      }
    };
  }

  private static Call<?, ?> ping() {
    return PlainCall.string(CommandType.PING);
  }

  private static Call<?, ?> set(int bytes) {
    return PlainCall.string(CommandType.SET, new byte[bytes]);
  }

  @Test
  void loneCall_isFlushedWithoutWaitingForOthers() {
    Call<?, ?> call = ping();
    queue.add(call);
    channel.runPendingTasks();
    assertThat(written).containsExactly(call);
    assertThat(flushedAfter).containsExactly(1);
  }

  @Test
  void callsAddedWhileTheThreadIsBusy_leaveInTheirOrderInOneFlush() {
    List<Call<?, ?>> calls = List.of(ping(), ping(), ping());
    calls.forEach(queue::add);
    channel.runPendingTasks();
    assertThat(written).isEqualTo(calls);
    assertThat(flushedAfter).containsExactly(3);
  }

  @Test
  void callAddedAfterAFlush_isFlushedToo() {
    queue.add(ping());
    channel.runPendingTasks();
    queue.add(ping());
    channel.runPendingTasks();
    assertThat(flushedAfter).containsExactly(1, 2);
  }

  @Test
  void longQueue_beginsToLeaveBeforeItsEnd() {
    for (int i = 0; i < 600; i++) {
      queue.add(ping());
    }
    channel.runPendingTasks();
    assertThat(flushedAfter).containsExactly(256, 512, 600);
  }

  @Test
  void fullQueue_refusesWithAdvice_andTakesCallsAgainLater() {
    WriteQueue small = new WriteQueue(channel, 2, BYTES);
    Call<?, ?> first = ping();
    small.add(first);
    small.add(ping());
    Call<?, ?> third = ping();
    small.add(third);
    Failure.of(third)
        .has(Reason.OVERLOADED)
        .says("Redis: PING was not sent: 2 commands are under way; let fewer callers ask at once");
    channel.runPendingTasks();
    small.answered(first);
    Call<?, ?> fourth = ping();
    small.add(fourth);
    channel.runPendingTasks();
    assertThat(written).hasSize(3).last().isSameAs(fourth);
  }

  @Test
  void writtenCalls_areUnderWayUntilTheReplyToALaterOne() {
    WriteQueue small = new WriteQueue(channel, 3, BYTES);
    List<Call<?, ?>> calls = List.of(ping(), ping(), ping());
    calls.forEach(small::add);
    channel.runPendingTasks();
    Call<?, ?> refused = ping();
    small.add(refused);
    Failure.of(refused).has(Reason.OVERLOADED);
    small.answered(calls.get(1));
    List<Call<?, ?>> more = List.of(ping(), ping(), ping());
    more.forEach(small::add);
    channel.runPendingTasks();
    assertThat(written).hasSize(5);
    assertThat(more)
        .map(CompletableFuture::isCompletedExceptionally)
        .containsExactly(false, false, true);
  }

  @Test
  void callThatIsDoneAlready_isNotWritten_andTakesNoPlace() {
    WriteQueue small = new WriteQueue(channel, 1, BYTES);
    for (int i = 0; i < 10; i++) {
      Call<?, ?> call = set(600);
      small.add(call);
      assertThat(call.cancel(false)).isTrue();
      channel.runPendingTasks();
    }
    assertThat(written).isEmpty();
    small.add(set(600));
    channel.runPendingTasks();
    assertThat(written).hasSize(1);
  }

  @Test
  void tooManyBytes_refusesWithAdvice_andTakesCallsAgainLater() {
    queue.add(set(600));
    Call<?, ?> second = set(600);
    queue.add(second);
    Failure.of(second)
        .has(Reason.OVERLOADED)
        .says(
            "Redis: SET was not sent: with it more than 1000 bytes would wait to be written; write"
                + " less at once");
    queue.add(ping());
    channel.runPendingTasks();
    Call<?, ?> third = set(600);
    queue.add(third);
    channel.runPendingTasks();
    assertThat(written).hasSize(3).last().isSameAs(third);
  }

  @Test
  void oneCallLargerThanTheBound_isWritten() {
    Call<?, ?> large = set(5_000);
    queue.add(large);
    channel.runPendingTasks();
    assertThat(written).containsExactly(large);
  }

  @Test
  void refusedForTheirNumber_giveTheirBytesBack() {
    WriteQueue small = new WriteQueue(channel, 1, BYTES);
    small.add(ping());
    for (int i = 0; i < 10; i++) {
      small.add(set(600));
    }
    channel.runPendingTasks();
    small.answered((Call<?, ?>) written.get(0));
    Call<?, ?> later = set(600);
    small.add(later);
    channel.runPendingTasks();
    assertThat(written).last().isSameAs(later);
  }

  @Test
  void wakingThatThrows_failsItsCall_andTheNextCallWakes() {
    unwakeable = new StackOverflowError();
    Call<?, ?> unlucky = ping();
    queue.add(unlucky);
    assertThat(unlucky).isCompletedExceptionally();

    Call<?, ?> next = ping();
    queue.add(next);
    channel.runPendingTasks();

    assertThat(written).containsExactly(next);
  }

  @Test
  void writeThatThrows_failsItsCall_andNoOther() {
    EmbeddedChannel broken =
        new EmbeddedChannel(recorder()) {
          @Override
          public ChannelFuture write(Object message) {
            if (message instanceof Call<?, ?> call && call.bytes() == 600) {
              throw new OutOfMemoryError("scripted");
            }
            return super.write(message);
          }
        };
    WriteQueue other = new WriteQueue(broken, 3, BYTES);
    for (int round = 0; round < 5; round++) {
      written.clear();
      List<Call<?, ?>> calls = List.of(ping(), set(600), ping());
      calls.forEach(other::add);
      broken.runPendingTasks();

      assertThat(written).containsExactly(calls.get(0), calls.get(2));
      assertThat(calls.get(1)).isCompletedExceptionally();
      other.answered(calls.get(2));
    }
    broken.finishAndReleaseAll();
  }

  @Test
  void closedChannel_failsTheCall() {
    EmbeddedChannel gone = new EmbeddedChannel();
    gone.finishAndReleaseAll();
    Call<?, ?> call = ping();
    new WriteQueue(gone, 10, BYTES).add(call);
    gone.runPendingTasks();
    Failure.of(call).has(Reason.UNAVAILABLE);
  }

  @RepeatedTest(10)
  @SuppressWarnings("deprecation") // what replaces this group is not in Netty 4.1
  void manyThreads_noCallIsLost_andEachThreadsOrderIsKept() throws Exception {
    EventLoopGroup group = new DefaultEventLoopGroup(1);
    try {
      LocalChannel open = new LocalChannel();
      open.pipeline().addLast(recorder());
      group.register(open).sync();
      List<List<Call<?, ?>>> sent = addFromThreads(new WriteQueue(open, 1_000, BYTES), 8, 100);
      group.submit(() -> {}).sync(); // behind all that was queued
      assertThat(written).hasSize(800);
      for (List<Call<?, ?>> mine : sent) {
        assertThat(written.stream().filter(mine::contains).toList()).isEqualTo(mine);
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /** Returns what each thread added, after all have. */
  private static List<List<Call<?, ?>>> addFromThreads(WriteQueue target, int threads, int each)
      throws InterruptedException {
    List<List<Call<?, ?>>> sent = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      List<Call<?, ?>> mine = new ArrayList<>();
      for (int n = 0; n < each; n++) {
        mine.add(ping());
      }
      sent.add(mine);
      running.add(
          new Thread(
              () -> {
                together.countDown();
                while (together.getCount() > 0) {
                  Thread.onSpinWait();
                }
                mine.forEach(target::add);
              }));
    }
    running.forEach(Thread::start);
    for (Thread thread : running) {
      thread.join();
    }
    return sent;
  }
}
