package io.cacheaside.store.redis.connection;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;

/**
 * A reply that is one number. Anything else, a string of digits too, is the reply to another call.
 */
final class NumberReply extends CommandOutput<byte[], byte[], Long> {
  @SuppressWarnings("NullAway") // the client's way to begin with nothing
  NumberReply() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  @Override
  public void set(long integer) {
    output = integer;
  }

  @Override
  public void multi(int count) {
    throw new UnsupportedOperationException("a list came where a number was asked for");
  }
}
