package io.cacheaside.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command whose reply is its result. */
final class PlainCall<T> extends Call<T, T> {
  private final byte[][] words;

  /** Makes the output of a repetition; null if the command is none to be repeated. */
  private final @Nullable Supplier<CommandOutput<byte[], byte[], T>> newOutput;

  private int redirections;

  private PlainCall(
      CommandType type,
      CommandOutput<byte[], byte[], T> output,
      @Nullable Supplier<CommandOutput<byte[], byte[], T>> newOutput,
      byte[]... words) {
    super(type, output);
    this.newOutput = newOutput;
    this.words = words;
  }

  /** Returns a command that is answered with a string, OK included. */
  static PlainCall<byte[]> string(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new ByteArrayOutput<>(ByteArrayCodec.INSTANCE), null, words);
  }

  /** Returns a command that is answered with a number. */
  static PlainCall<Long> integer(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new IntegerOutput<>(ByteArrayCodec.INSTANCE), null, words);
  }

  /** Returns a command that is answered with a list. */
  static PlainCall<List<Object>> list(CommandType type, byte[]... words) {
    return new PlainCall<>(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), null, words);
  }

  /** Returns UNLINK of these keys, which may be redirected: to repeat it costs a reload at most. */
  static PlainCall<Long> unlink(List<byte[]> keys) {
    return new PlainCall<>(
        CommandType.UNLINK,
        new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        keys.toArray(byte[][]::new));
  }

  @Override
  long bytes() {
    return Resp.length(Arrays.asList(words));
  }

  @Override
  boolean redirect() {
    if (newOutput == null || ++redirections > MAX_REDIRECTIONS) {
      return false;
    }
    setOutput(newOutput.get());
    return true;
  }

  @Override
  T result(T reply) {
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
