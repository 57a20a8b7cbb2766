package io.cacheaside.store.redis.connection;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;

/** A command whose reply is its result. */
public final class PlainCall<T> extends Call<T, T> {
  private final byte[][] words;

  private PlainCall(CommandType type, CommandOutput<byte[], byte[], T> output, byte[]... words) {
    super(type, output);
    this.words = words;
  }

  /** Returns a command that is answered with a string, OK included. */
  public static PlainCall<byte[]> string(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new StringReply(), words);
  }

  /** Returns a command that is answered with a number. */
  public static PlainCall<Long> integer(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new NumberReply(), words);
  }

  /** Returns a command that is answered with a list. */
  public static PlainCall<List<Object>> list(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), words);
  }

  @Override
  protected long bytes() {
    return Resp.length(Arrays.asList(words));
  }

  @Override
  protected T result(T reply) {
    return reply;
  }

  @Override
  public void encode(ByteBuf out) {
    Resp.writeArray(out, 1 + words.length);
    Resp.writeString(out, getType().getBytes());
    for (byte[] word : words) {
      Resp.writeString(out, word);
    }
  }
}
