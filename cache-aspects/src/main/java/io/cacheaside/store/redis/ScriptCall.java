package io.cacheaside.store.redis;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A script: EVALSHA, and once more as EVAL if the server does not know it (yet, or any more).
 *
 * <p>NOSCRIPT says that nothing was executed, so to send it again is no repetition. Commands that
 * were sent meanwhile overtake it, which does no harm: a grant counts from its reply, and every
 * other script asks for its token, which an overtaking UNLINK has removed.
 */
final class ScriptCall<R, T> extends Call<R, T> {
  private static final byte[] EVAL = Resp.ascii("EVAL");
  private static final byte[] EVALSHA = Resp.ascii("EVALSHA");

  private final Script script;
  private final List<byte[]> keys;
  private final List<byte[]> args;
  private final Supplier<CommandOutput<byte[], byte[], R>> newOutput;
  private final Function<R, T> result;
  private boolean withSource;

  ScriptCall(
      Script script,
      List<byte[]> keys,
      List<byte[]> args,
      Supplier<CommandOutput<byte[], byte[], R>> newOutput,
      Function<R, T> result) {
    super(CommandType.EVALSHA, newOutput.get());
    this.script = script;
    this.keys = keys;
    this.args = args;
    this.newOutput = newOutput;
    this.result = result;
  }

  @Override
  long bytes() {
    return Resp.length(keys) + Resp.length(args);
  }

  @Override
  T result(R reply) {
    return result.apply(reply);
  }

  @Override
  String name() {
    return "script " + script.name().toLowerCase(Locale.ROOT);
  }

  @Override
  void refused(String error) {
    Wire wire = wire();
    if (withSource || wire == null || !error.startsWith("NOSCRIPT")) {
      super.refused(error);
      return;
    }
    withSource = true;
    setOutput(newOutput.get());
    wire.send(this);
  }

  @Override
  public void encode(ByteBuf out) {
    Resp.writeArray(out, 3 + keys.size() + args.size());
    Resp.writeString(out, withSource ? EVAL : EVALSHA);
    Resp.writeString(out, withSource ? script.source() : script.sha1());
    Resp.writeString(out, Resp.ascii(keys.size()));
    keys.forEach(key -> Resp.writeString(out, key));
    args.forEach(arg -> Resp.writeString(out, arg));
  }
}
