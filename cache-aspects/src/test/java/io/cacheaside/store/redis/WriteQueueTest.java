package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What leaves the queue, when, and in which order; the channel runs its thread's tasks on demand.
 */
class WriteQueueTest {
  private final List<Object> written = new ArrayList<>();
  private final List<Integer> flushedAfter = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object call, ChannelPromise promise) {
              written.add(call);
              promise.setSuccess();
            }

            @Override
            public void flush(ChannelHandlerContext context) {
              flushedAfter.add(written.size());
              context.flush();
            }
          });
  private final WriteQueue queue = new WriteQueue(channel, 1_000);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static Call<?, ?> ping() {
    return PlainCall.string(CommandType.PING);
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
    WriteQueue small = new WriteQueue(channel, 2);
    small.add(ping());
    small.add(ping());
    Call<?, ?> third = ping();
    small.add(third);
    Failure.of(third)
        .has(Reason.UNAVAILABLE)
        .says(
            "Redis: PING was not sent: 2 commands wait already; ask less at once or raise"
                + " requestQueueSize");
    channel.runPendingTasks();
    Call<?, ?> fourth = ping();
    small.add(fourth);
    channel.runPendingTasks();
    assertThat(written).hasSize(3).last().isSameAs(fourth);
  }

  @Test
  void closedChannel_failsTheCall() {
    EmbeddedChannel gone = new EmbeddedChannel();
    gone.finishAndReleaseAll();
    Call<?, ?> call = ping();
    new WriteQueue(gone, 10).add(call);
    gone.runPendingTasks();
    Failure.of(call).has(Reason.UNAVAILABLE);
  }

  @Test
  void manyThreads_noCallIsLost_andEachThreadsOrderIsKept() throws Exception {
    int threads = 8;
    int each = 100;
    List<List<Call<?, ?>>> sent = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(threads);
    for (int i = 0; i < threads; i++) {
      List<Call<?, ?>> mine = new ArrayList<>();
      for (int n = 0; n < each; n++) {
        mine.add(ping());
      }
      sent.add(mine);
      Thread thread =
          new Thread(
              () -> {
                try {
                  together.await();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                mine.forEach(queue::add);
              });
      thread.start();
      running.add(thread);
    }
    while (running.stream().anyMatch(Thread::isAlive)) {
      channel.runPendingTasks(); // emptied while it is filled
    }
    channel.runPendingTasks();
    assertThat(written).hasSize(threads * each);
    for (List<Call<?, ?>> mine : sent) {
      assertThat(written.stream().filter(mine::contains).toList()).isEqualTo(mine);
    }
  }
}
