package io.cacheaside.store.redis.command;

import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.Resp;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A script: EVALSHA, and once more as EVAL if the server does not know it (yet, or any more).
 *
 * <p>NOSCRIPT says that nothing was executed, so to send it again is no repetition. Commands that
 * were sent meanwhile overtake it, which does no harm: a grant counts from its reply, and every
 * other script asks for its token, which an overtaking removal has taken away.
 *
 * <p>A script's last argument is a number that nobody else uses, which it returns first: a reply to
 * another call, of whatever kind, acknowledges nothing and grants nothing.
 */
final class ScriptCall<T> extends Call<List<Object>, T> {
  private static final byte[] EVAL = Resp.ascii("EVAL");
  private static final byte[] EVALSHA = Resp.ascii("EVALSHA");

  private final Script script;
  private final List<byte[]> keys;
  private final List<byte[]> args;
  private final byte[] nonce = Nonce.next();
  private final Function<List<Object>, T> result;
  private int redirections;
  private boolean withSource;

  /**
   * @param args without the last one, which is added here
   * @param result makes the result of what the script returned behind its echo
   */
  ScriptCall(
      Script script, List<byte[]> keys, List<byte[]> args, Function<List<Object>, T> result) {
    super(CommandType.EVALSHA, newOutput());
    this.script = script;
    this.keys = keys;
    this.args = args;
    this.result = result;
  }

  private static CommandOutput<byte[], byte[], List<Object>> newOutput() {
    return new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
  }

  @Override
  public boolean readsRecords() {
    return script == Script.ACQUIRE;
  }

  @Override
  protected long bytes() {
    return Resp.length(keys) + Resp.length(args);
  }

  @Override
  protected T result(List<Object> reply) {
    Nonce.check(nonce, reply.isEmpty() ? null : reply.get(0));
    return result.apply(reply.subList(1, reply.size()));
  }

  /** With the source: another node may not know it, and ASKING counts for one command only. */
  @Override
  public boolean redirect() {
    if (script != Script.REMOVE || ++redirections > MAX_REDIRECTIONS) {
      return false;
    }
    withSource = true;
    setOutput(newOutput());
    return true;
  }

  @Override
  public String name() {
    return "script " + script.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void refused(String error) {
    Connection connection = connection();
    if (withSource || connection == null || !error.startsWith("NOSCRIPT")) {
      super.refused(error);
      return;
    }
    withSource = true;
    setOutput(newOutput());
    connection.send(this);
  }

  @Override
  public void encode(ByteBuf out) {
    Resp.writeArray(out, 4 + keys.size() + args.size());
    Resp.writeString(out, withSource ? EVAL : EVALSHA);
    Resp.writeString(out, withSource ? script.source() : script.sha1());
    Resp.writeString(out, Resp.ascii(keys.size()));
    keys.forEach(key -> Resp.writeString(out, key));
    args.forEach(arg -> Resp.writeString(out, arg));
    Resp.writeString(out, nonce);
  }
}
