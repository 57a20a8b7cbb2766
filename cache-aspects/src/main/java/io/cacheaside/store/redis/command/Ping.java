package io.cacheaside.store.redis.command;

import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Resp;
import io.cacheaside.store.redis.connection.StringReply;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;

/**
 * PING with a number that Redis repeats. Replies carry no name, so this is how a connection shows
 * that they are in step with calls: its reply is the right one only if all before it were.
 */
final class Ping extends Call<byte[], Boolean> {
  private static final byte[] PING = Resp.ascii("*2\r\n$4\r\nPING\r\n");

  private final byte[] nonce = Nonce.next();

  Ping() {
    super(CommandType.PING, new StringReply());
  }

  @Override
  protected Boolean result(byte[] reply) {
    Nonce.check(nonce, reply);
    return true;
  }

  @Override
  public void encode(ByteBuf out) {
    out.writeBytes(PING);
    Resp.writeString(out, nonce);
  }
}
