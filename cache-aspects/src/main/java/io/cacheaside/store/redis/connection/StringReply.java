package io.cacheaside.store.redis.connection;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is one string or nothing. Anything else, a list above all, which the client's own
 * output for strings takes the last element of, is the reply to another call.
 */
public final class StringReply extends CommandOutput<byte[], byte[], byte[]> {
  /** Creates a reply that is null until it was read. */
  @SuppressWarnings("NullAway") // the client's way to begin with nothing
  public StringReply() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    if (bytes != null) {
      output = new byte[bytes.remaining()];
      bytes.get(output);
    }
  }

  @Override
  public void multi(int count) {
    throw new UnsupportedOperationException("a list came where a string was asked for");
  }
}
