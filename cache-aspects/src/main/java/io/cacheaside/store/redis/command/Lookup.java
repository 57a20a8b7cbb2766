package io.cacheaside.store.redis.command;

import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Resp;
import io.cacheaside.store.redis.connection.StringReply;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;

/** GET: the whole of a hit. */
public final class Lookup extends Call<byte[], byte[]> {
  private static final byte[] GET = Resp.ascii("*2\r\n$3\r\nGET\r\n");

  private final byte[] key;
  private int redirections;

  /** Creates the call; the array is kept. */
  public Lookup(byte[] key) {
    super(CommandType.GET, new StringReply());
    this.key = key;
  }

  @Override
  protected byte[] result(byte[] reply) {
    return reply;
  }

  @Override
  public boolean readsRecords() {
    return true;
  }

  @Override
  public boolean redirect() {
    if (++redirections > MAX_REDIRECTIONS) {
      return false;
    }
    setOutput(new StringReply());
    return true;
  }

  @Override
  public void encode(ByteBuf out) {
    out.writeBytes(GET);
    Resp.writeString(out, key);
  }
}
