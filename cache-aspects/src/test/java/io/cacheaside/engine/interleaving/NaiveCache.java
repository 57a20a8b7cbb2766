package io.cacheaside.engine.interleaving;

import io.cacheaside.engine.testing.RedisAdmin;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The textbook: get, load, set, and delete after (or before) the write; with the usual singleflight
 * in each JVM, and errors of the cache swallowed. The interleavings must break it, or they prove
 * nothing.
 */
final class NaiveCache implements CacheUnderTest {
  private static final long TTL_MILLIS = 60_000;

  private final RedisClient client;
  private final RedisCommands<byte[], byte[]> commands;
  private final RedisAdmin admin;
  private final String keyText;
  private final byte[] key;
  private final boolean deleteFirst;

  NaiveCache(String uri, String id, boolean deleteFirst) {
    this.client = RedisClient.create(uri);
    this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    this.admin = new RedisAdmin(uri);
    this.keyText = "naive:" + id;
    this.key = keyText.getBytes(StandardCharsets.UTF_8);
    this.deleteFirst = deleteFirst;
  }

  @Override
  public Node node(int schema) {
    return new NaiveNode(schema);
  }

  @Override
  public void removeBehindItsBack() {
    admin.delete(keyText);
  }

  @Override
  public void expireLease() {}

  @Override
  public void refuseDeletes(boolean refuse) {
    admin.refuseDeletes(refuse);
  }

  @Override
  public long remainingTtlMillis() {
    return admin.remainingTtlMillis(keyText);
  }

  @Override
  public void close() {
    admin.delete(keyText);
    admin.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }

  private final class NaiveNode implements Node {
    private final int schema;
    private final ConcurrentHashMap<String, NaiveRead> singleflight = new ConcurrentHashMap<>();

    NaiveNode(int schema) {
      this.schema = schema;
    }

    @Override
    public Read begin() {
      byte[] cached = commands.get(key);
      if (cached != null) {
        int value = ByteBuffer.wrap(cached).getInt();
        return new NaiveRead(this, schema == 1 ? value : Integer.reverseBytes(value));
      }
      NaiveRead running = singleflight.get(keyText);
      if (running != null) {
        return new NaiveRead(this, running);
      }
      NaiveRead leader = new NaiveRead(this, (Integer) null);
      singleflight.put(keyText, leader);
      return leader;
    }

    @Override
    public void beforeCommit() {
      if (deleteFirst) {
        delete();
      }
    }

    @Override
    public void afterCommit() {
      if (!deleteFirst) {
        delete();
      }
    }

    @Override
    public void fence() {
      delete();
    }

    @Override
    public void methodEndsInTransaction() {
      delete();
    }

    @Override
    public void commit() {}

    @Override
    public Read beginInTransaction() {
      return begin();
    }

    private void delete() {
      try {
        commands.del(key);
      } catch (RedisException e) {
        // As applications do: the cache must not break the write.
      }
    }

    @Override
    public void awaitRecovery() {}
  }

  /** A read that was served, leads a load, or joined one. */
  private final class NaiveRead implements Read {
    private final NaiveNode node;
    private final NaiveRead joined;
    private final boolean leads;
    private Integer value;

    NaiveRead(NaiveNode node, Integer value) {
      this.node = node;
      this.joined = null;
      this.leads = value == null;
      this.value = value;
    }

    NaiveRead(NaiveNode node, NaiveRead joined) {
      this.node = node;
      this.joined = joined;
      this.leads = false;
    }

    @Override
    public boolean needsLoad() {
      return leads;
    }

    @Override
    public void complete(int loaded) {
      value = loaded;
      node.singleflight.remove(keyText, this);
      int written = node.schema == 1 ? loaded : Integer.reverseBytes(loaded);
      commands.set(
          key, ByteBuffer.allocate(4).putInt(written).array(), SetArgs.Builder.px(TTL_MILLIS));
    }

    @Override
    public int value() {
      return joined == null ? value : joined.value();
    }
  }
}
