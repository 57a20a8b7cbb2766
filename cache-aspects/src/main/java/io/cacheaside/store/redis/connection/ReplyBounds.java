package io.cacheaside.store.redis.connection;

import io.cacheaside.store.redis.connection.ReplyLengths.Finding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing through to the client's reader that is longer than any answer to us: it would keep
 * all of it in memory before it looked at it.
 *
 * <p>A string that Redis may hold, but none of our JVMs has stored, belongs to somebody else. Its
 * bytes are dropped as they come, and the call gets an error in their place: replies stay in step,
 * and other calls go on. Anything else is the end of the connection.
 */
final class ReplyBounds extends ChannelInboundHandlerAdapter {
  private final ReplyLengths lengths;
  private final ConnectionLog log;
  private @Nullable ByteBuf cut;
  private long dropping;
  private boolean ended;

  ReplyBounds(int maxValueBytes, ConnectionLog log) {
    this.lengths = new ReplyLengths(maxValueBytes);
    this.log = log;
  }

  /** What is thrown here loses bytes, so it is the end, whoever reads behind this. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      ByteBuf chunk = (ByteBuf) message;
      pass(context, cut == null ? chunk : joined(context, cut, chunk));
    } catch (Throwable e) {
      ended = true;
      OutOfStep.end(context.channel(), e);
      throw e;
    }
  }

  private ByteBuf joined(ChannelHandlerContext context, ByteBuf begun, ByteBuf rest) {
    try {
      ByteBuf both = context.alloc().buffer(begun.readableBytes() + rest.readableBytes());
      both.writeBytes(begun).writeBytes(rest);
      cut = null;
      return both;
    } finally {
      rest.release();
    }
  }

  private void pass(ChannelHandlerContext context, ByteBuf chunk) {
    boolean passedOn = false;
    try {
      while (!ended && !passedOn && chunk.isReadable()) {
        passedOn = passNext(context, chunk);
      }
    } finally {
      if (!passedOn) {
        chunk.release();
      }
    }
  }

  /** Takes what comes next from the chunk; returns whether the chunk itself was passed on. */
  private boolean passNext(ChannelHandlerContext context, ByteBuf chunk) {
    if (dropping > 0) {
      int some = (int) Math.min(dropping, chunk.readableBytes());
      chunk.skipBytes(some);
      dropping -= some;
      return false;
    }
    int end = lengths.scan(chunk);
    if (lengths.finding() == Finding.FITS) {
      context.fireChannelRead(chunk);
      return true;
    }
    if (end > chunk.readerIndex()) {
      context.fireChannelRead(chunk.readRetainedSlice(end - chunk.readerIndex()));
    }
    switch (lengths.finding()) {
      case CUT -> cut = Unpooled.copiedBuffer(chunk.readSlice(chunk.readableBytes()));
      case TOO_LONG -> drop(context, chunk);
      default -> {
        ended = true;
        try {
          log.neverSent(OutOfStep.place(context.channel()), lengths.problem());
        } finally {
          OutOfStep.end(context.channel(), lengths.problem());
        }
      }
    }
    return false;
  }

  private void drop(ChannelHandlerContext context, ByteBuf chunk) {
    long length = lengths.skip(chunk);
    dropping = length + 2; // and the end of its line
    log.tooLong(OutOfStep.place(context.channel()), length, lengths.bound());
    context.fireChannelRead(
        Unpooled.wrappedBuffer(
            Resp.ascii("-" + Failures.tooLong(length, lengths.bound()) + "\r\n")));
  }
}
