package io.cacheaside.store.redis.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Ends the attempt to make the first connection if the server was asked something and says nothing
 * for a second, so that what waits for that connection waits for a slow JVM only.
 *
 * <p>The second counts from what was written, and ends with a look of the connection's thread that
 * comes on time, as in a {@link Verdict}: a thread that is late may have an answer to read. Used on
 * that thread alone.
 */
final class Silence extends ChannelDuplexHandler {
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BooleanSupplier wanted;
  private final LongSupplier nanoClock;
  private boolean asked;
  private boolean looking;
  private long askedNanos;
  private long dueNanos;

  /**
   * @param wanted whether there has been no connection yet
   */
  Silence(BooleanSupplier wanted, LongSupplier nanoClock) {
    this.wanted = wanted;
    this.nanoClock = nanoClock;
  }

  /** Watches a new channel, for as long as it is wanted. */
  static void watch(Channel channel, BooleanSupplier wanted) {
    channel.pipeline().addFirst(new Silence(wanted, System::nanoTime));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!asked) {
      asked = true;
      askedNanos = nanoClock.getAsLong();
    }
    if (!looking) {
      looking = true;
      lookAfter(context, LIMIT_NANOS, askedNanos);
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    asked = false;
    if (!wanted.getAsBoolean()) {
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }

  private void lookAfter(ChannelHandlerContext context, long nanos, long now) {
    dueNanos = now + nanos;
    var unused = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    if (!asked || context.isRemoved() || !context.channel().isActive()) {
      looking = false;
      return;
    }
    long now = nanoClock.getAsLong();
    boolean late = now - dueNanos >= Verdict.LOOK_NANOS;
    long missing = LIMIT_NANOS - (now - askedNanos);
    if (late || missing > 0) {
      lookAfter(context, Math.max(missing, Verdict.LOOK_NANOS), now);
    } else if (wanted.getAsBoolean()) {
      context.fireExceptionCaught(new IOException("it accepts connections, but does not answer"));
    }
  }
}
