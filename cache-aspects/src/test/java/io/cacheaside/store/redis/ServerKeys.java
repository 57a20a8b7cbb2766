package io.cacheaside.store.redis;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.KeyListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;

/** The names of keys on a server; the client's own method for it differs between its versions. */
public final class ServerKeys {
  private ServerKeys() {}

  /** Returns the keys that match a pattern. */
  public static List<byte[]> matching(RedisCommands<byte[], byte[]> server, String pattern) {
    return server.dispatch(
        CommandType.KEYS,
        new KeyListOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(pattern));
  }
}
