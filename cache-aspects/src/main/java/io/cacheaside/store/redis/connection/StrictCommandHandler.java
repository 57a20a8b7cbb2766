package io.cacheaside.store.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The client's reader of replies, which ends the connection as soon as replies may be out of step
 * with calls.
 *
 * <p>Replies carry no name: each belongs to the oldest call that waits. If one is lost, because a
 * buffer could not grow or its reading threw, every later one would reach a wrong call. The client
 * fails one call then, or none, and reads on; and a reply that nobody asked for it keeps for the
 * next call. Here both are the end of the connection, at once and on its own thread, so that not
 * even the rest of a chunk is read.
 */
final class StrictCommandHandler extends CommandHandler {
  private final ConnectionLog log;
  private boolean handshakeBegan;
  private boolean ended;

  private StrictCommandHandler(
      ClientOptions options,
      ClientResources resources,
      CommandHandler replaced,
      ConnectionLog log) {
    super(options, resources, replaced.getEndpoint());
    this.log = log;
  }

  /** Takes the place of the client's own handler in a channel that is not registered yet. */
  static void install(
      Channel channel, ClientOptions options, ClientResources resources, ConnectionLog log) {
    CommandHandler replaced = channel.pipeline().get(CommandHandler.class);
    if (replaced == null || replaced instanceof PubSubCommandHandler) {
      return; // messages belong to no call
    }
    String name = channel.pipeline().context(replaced).name();
    channel
        .pipeline()
        .replace(replaced, name, new StrictCommandHandler(options, resources, replaced, log));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (ended) {
      ((ByteBuf) message).release();
      return;
    }
    try {
      super.channelRead(context, message);
    } catch (Throwable e) {
      end(context, e);
      throw e; // to the client, which fails a call with it, or logs it
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer) throws InterruptedException {
    super.decode(context, buffer);
    if (handshakeBegan && getStack().isEmpty() && buffer.isReadable() && !isPushDecode(buffer)) {
      log.unasked(OutOfStep.place(context.channel()));
      end(context, "a reply that nobody has asked for");
    }
  }

  @Override
  protected boolean canDecode(ByteBuf buffer) {
    return !ended && super.canDecode(buffer);
  }

  @Override
  protected void complete(RedisCommand<?, ?, ?> command) {
    handshakeBegan = true;
    super.complete(command);
  }

  /**
   * Also what handlers before this one threw: the bytes that they held are lost. A socket that
   * failed is merely lost.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      ended = true;
      var unused = context.close();
    } else {
      end(context, null);
    }
    super.exceptionCaught(context, cause);
  }

  private void end(ChannelHandlerContext context, @Nullable Object what) {
    if (!ended) {
      ended = true;
      OutOfStep.end(context.channel(), what);
    }
  }
}
