package io.cacheaside.engine.testing;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;

/** What an operator does to the server while the application runs. */
public final class RedisAdmin implements AutoCloseable {
  private final RedisClient client;
  private final RedisCommands<byte[], byte[]> commands;

  public RedisAdmin(String uri) {
    client = RedisClient.create(uri);
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public byte[] get(String key) {
    return commands.get(bytes(key));
  }

  public void set(String key, byte[] value) {
    commands.set(bytes(key), value, SetArgs.Builder.px(60_000));
  }

  /** Makes the server a replica of the one that this local port leads to. */
  public void replicaOf(int port) {
    commands.replicaof("127.0.0.1", port);
  }

  /** Makes the server a primary. */
  public void promote() {
    commands.replicaofNoOne();
  }

  public void makeHash(String key) {
    commands.hset(bytes(key), bytes("field"), bytes("value"));
  }

  public boolean isHash(String key) {
    return commands.type(bytes(key)).equals("hash");
  }

  public void overwrite(String key, int offset, byte[] value) {
    commands.setrange(bytes(key), offset, value);
  }

  /** Works while {@link #refuseDeletes} holds, by an expiry in the past. */
  public void delete(String key) {
    commands.pexpire(bytes(key), -1);
  }

  public long remainingTtlMillis(String key) {
    return commands.pttl(bytes(key));
  }

  public void refuseDeletes(boolean refuse) {
    AclSetuserArgs rights = new AclSetuserArgs();
    if (refuse) {
      rights.removeCommand(CommandType.UNLINK).removeCommand(CommandType.DEL);
    } else {
      rights.addCommand(CommandType.UNLINK).addCommand(CommandType.DEL);
    }
    commands.aclSetuser("default", rights);
  }

  @Override
  public void close() {
    client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}
