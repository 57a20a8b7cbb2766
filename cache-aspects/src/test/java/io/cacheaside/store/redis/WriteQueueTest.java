package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What leaves the queue, when, and in which order; the channel runs its thread's tasks on demand.
 */
class WriteQueueTest {
  private final List<Object> written = new ArrayList<>();
  private final List<Integer> flushedAfter = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(recorder());
  private final WriteQueue queue = new WriteQueue(channel, 1_000);

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

  @RepeatedTest(10)
  void manyThreads_noCallIsLost_andEachThreadsOrderIsKept() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    try {
      LocalChannel open = new LocalChannel();
      open.pipeline().addLast(recorder());
      group.register(open).sync();
      List<List<Call<?, ?>>> sent = addFromThreads(new WriteQueue(open, 1_000), 8, 100);
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
