package io.cacheaside.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;

/** GET: the whole of a hit. */
final class Lookup extends Call<byte[], byte[]> {
  private static final byte[] GET = Resp.ascii("*2\r\n$3\r\nGET\r\n");

  private final byte[] key;
  private int redirections;

  Lookup(byte[] key) {
    super(CommandType.GET, new StringReply());
    this.key = key;
  }

  @Override
  byte[] result(byte[] reply) {
    return reply;
  }

  @Override
  boolean readsRecords() {
    return true;
  }

  @Override
  boolean redirect() {
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
