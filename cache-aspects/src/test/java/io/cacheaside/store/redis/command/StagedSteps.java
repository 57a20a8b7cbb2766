package io.cacheaside.store.redis.command;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.connection.Resp;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The two commands of a staged populate as two steps, with the script of {@link RedisStore}, which
 * sends them in one flush. Other clients' commands may run between them all the same.
 */
public final class StagedSteps {
  private static final long STAGE_MILLIS = 3_600_000; // a schedule may lie on the stack for long

  private final RedisAsyncCommands<byte[], byte[]> commands;

  /** Creates the steps on this connection; {@link #load} has to be called once. */
  public StagedSteps(RedisAsyncCommands<byte[], byte[]> commands) {
    this.commands = commands;
  }

  /** Makes the script known to the server. */
  public CompletableFuture<?> load() {
    return commands.scriptLoad(Script.COMMIT.source()).toCompletableFuture();
  }

  /** Returns the key of the staged record. */
  public static Key stageKey(Key key, LeaseToken token) {
    return append(key, ":s:" + token);
  }

  /** Returns the key of the quarantine. */
  public static Key quarantineKey(Key key) {
    return append(key, ":q");
  }

  private static Key append(Key key, String suffix) {
    byte[] tail = Resp.ascii(suffix);
    byte[] all = Arrays.copyOf(key.bytes(), key.bytes().length + tail.length);
    System.arraycopy(tail, 0, all, key.bytes().length, tail.length);
    return Key.of(all);
  }

  /** Sets the staging key. */
  public CompletableFuture<?> stage(Key key, LeaseToken token, byte[] record) {
    return set(stageKey(key, token), record, STAGE_MILLIS);
  }

  /** Sets a key, whatever it holds. */
  public CompletableFuture<?> set(Key key, byte[] record, long ttlMillis) {
    return commands.set(key.bytes(), record, SetArgs.Builder.px(ttlMillis)).toCompletableFuture();
  }

  /** Puts the staged record in place; completes with whether it was. */
  public CompletableFuture<Boolean> commit(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    byte[][] keys = {
      key.bytes(), quarantineKey(key).bytes(), stageKey(key, token).bytes(),
    };
    byte[] quarantined = {(byte) (EntryFormat.flags(record) | EntryFormat.FLAG_QUARANTINED)};
    return commands
        .<List<Object>>evalsha(
            new String(Script.COMMIT.sha1(), StandardCharsets.US_ASCII),
            ScriptOutputType.MULTI,
            keys,
            token.toBytes(),
            Resp.ascii(ttlMillis),
            quarantined,
            new byte[0])
        .thenApply(echoAndEffective -> (Long) echoAndEffective.get(1) != 0)
        .toCompletableFuture();
  }
}
