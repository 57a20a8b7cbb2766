package io.cacheaside.store.redis.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The end of a channel's pipeline. What arrives here, the client's reader could not take and gave
 * to no call: something in a push that it has no form for. So a push is lost, which ends the
 * connection.
 */
final class LastHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionLog log;

  private LastHandler(ConnectionLog log) {
    this.log = log;
  }

  /** Ends a new channel's pipeline. */
  static void install(Channel channel, ConnectionLog log) {
    channel.pipeline().addLast(new LastHandler(log));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Channel channel = context.channel();
    if (OutOfStep.ended(channel)) {
      return;
    }
    try {
      log.outOfStep(OutOfStep.place(channel), "a push", cause);
    } finally {
      OutOfStep.end(channel, cause);
    }
  }
}
