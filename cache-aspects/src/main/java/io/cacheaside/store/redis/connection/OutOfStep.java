package io.cacheaside.store.redis.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Ends connections whose replies may reach wrong calls, and remembers that this was why. */
final class OutOfStep {
  private static final AttributeKey<Boolean> ENDED = AttributeKey.valueOf(OutOfStep.class, "ended");

  private OutOfStep() {}

  /**
   * Closes the channel; on its own thread, at once, even if there is no memory to note why.
   *
   * @param what was read, for an attempt to connect, which would not know why it failed; null if it
   *     knows
   */
  static void end(Channel channel, @Nullable Object what) {
    try {
      channel.attr(ENDED).set(true);
      if (what != null && Introduction.isAwaited(channel)) {
        channel.pipeline().fireExceptionCaught(new WrongAnswer(what));
      }
    } finally {
      var unused = channel.close();
    }
  }

  /** Returns whether the channel was ended here. */
  static boolean ended(Channel channel) {
    return channel.hasAttr(ENDED);
  }

  /** Returns what the log calls the server. */
  static String place(Channel channel) {
    return String.valueOf(channel.remoteAddress());
  }
}
