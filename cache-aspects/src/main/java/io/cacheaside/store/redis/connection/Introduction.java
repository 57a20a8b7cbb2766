package io.cacheaside.store.redis.connection;

import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * A PING whose answer is the channel that it went through: the first call on a connection, because
 * the client hands out connections but not their channels.
 */
final class Introduction extends Call<byte[], Channel> {
  private static final byte[] PING = Resp.ascii("*1\r\n$4\r\nPING\r\n");

  private volatile @Nullable Channel channel;

  Introduction() {
    super(CommandType.PING, new StringReply());
  }

  /** Makes a new connection able to answer an introduction. */
  static void await(Channel channel) {
    channel.pipeline().addLast(new Host());
  }

  /** Returns whether the connection is being made, because none was answered on it yet. */
  static boolean isAwaited(Channel channel) {
    return channel.pipeline().get(Host.class) != null;
  }

  @Override
  protected Channel result(byte[] pong) {
    Channel used = channel;
    if (used == null) {
      throw new IllegalStateException("the client wrote to a channel that it had not set up");
    }
    return used;
  }

  @Override
  public void encode(ByteBuf out) {
    out.writeBytes(PING);
  }

  /** Sees the introduction pass, and leaves. */
  private static final class Host extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof Introduction introduction) {
        introduction.channel = context.channel();
        context.pipeline().remove(this);
      }
      context.write(message, promise);
    }
  }
}
