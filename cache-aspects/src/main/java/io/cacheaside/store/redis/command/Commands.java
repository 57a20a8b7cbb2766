package io.cacheaside.store.redis.command;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.Resp;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The steps of the protocol as commands, not sent yet. Each concerns the keys of one slot. */
public final class Commands {
  private static final long STAGE_MILLIS = 5_000;
  private static final byte[] PX = Resp.ascii("PX");
  private static final byte[] STAGE_TTL = Resp.ascii(STAGE_MILLIS);
  private static final byte[] MARK =
      Resp.ascii(
          "redis.call('UNLINK', KEYS[1]) return redis.call('SET', KEYS[1], '', 'PX', ARGV[1])");
  private static final byte[] ONE = Resp.ascii(1);
  private static final byte[] NOTHING = {};
  private static final byte[] CREATE = Resp.ascii(0);
  private static final byte[] CLEAR = Resp.ascii(1);

  private Commands() {}

  /**
   * Returns the call that asks for a lease.
   *
   * @param seen the token of what the caller has seen in its place, or null if there was nothing
   */
  public static Call<?, Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    List<byte[]> args =
        List.of(
            token.toBytes(),
            Resp.ascii(positive("leaseMillis", leaseMillis)),
            seen == null ? NOTHING : seen.toBytes());
    return new ScriptCall<>(Script.ACQUIRE, keyAndQuarantine(key), args, Commands::toGrant);
  }

  private static Grant toGrant(List<Object> reply) {
    int outcome = ((Long) reply.get(0)).intValue();
    return switch (outcome) {
      case 0 -> new Grant.Changed((byte[]) reply.get(1));
      case 1 -> new Grant.Granted((Long) reply.get(1));
      case 3 -> new Grant.Held((Long) reply.get(1), LeaseToken.readFrom((byte[]) reply.get(2), 0));
      case 4 -> new Grant.Foreign();
      default -> throw new IllegalStateException("acquire returned " + outcome);
    };
  }

  /** Returns the call that prolongs a lease; its answer is whether it still held. */
  public static Call<?, Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    List<byte[]> args = List.of(token.toBytes(), Resp.ascii(positive("leaseMillis", leaseMillis)));
    return script(Script.RENEW, keyAndQuarantine(key), args, reply -> reply != 0);
  }

  /** Returns the call that puts a record in place of a lease; its answer is whether that held. */
  public static Call<?, Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    List<byte[]> args = List.of(token.toBytes(), record, ttl(ttlMillis), quarantined(record));
    return script(Script.POPULATE, keyAndQuarantine(key), args, reply -> reply != 0);
  }

  /** A plain SET moves the bytes without a copy by Lua; {@link #commit} renames what it wrote. */
  public static Call<?, byte[]> stage(Key key, LeaseToken token, byte[] record) {
    return PlainCall.string(CommandType.SET, stageKey(key, token), record, PX, STAGE_TTL);
  }

  /** Has to follow {@link #stage} on the same connection. */
  public static Call<?, Boolean> commit(Key key, LeaseToken token, byte[] record, long ttlMillis) {
    List<byte[]> keys = List.of(key.bytes(), append(key, ":q"), stageKey(key, token));
    List<byte[]> args = List.of(token.toBytes(), ttl(ttlMillis), quarantined(record));
    return script(Script.COMMIT, keys, args, reply -> reply != 0);
  }

  private static byte[] stageKey(Key key, LeaseToken token) {
    return append(key, ":s:" + token);
  }

  private static byte[] ttl(long millis) {
    return Resp.ascii(positive("ttlMillis", millis));
  }

  private static byte[] quarantined(byte[] record) {
    if (!EntryFormat.isValue(record)) {
      throw new IllegalArgumentException(
          "The record is no value of this version; make it with EntryFormat.writeHeader");
    }
    return new byte[] {(byte) (EntryFormat.flags(record) | EntryFormat.FLAG_QUARANTINED)};
  }

  /** Returns the call that gives a lease back; its answer is whether it still held. */
  public static Call<?, Boolean> release(Key key, LeaseToken token) {
    return script(
        Script.RELEASE, List.of(key.bytes()), List.of(token.toBytes()), reply -> reply != 0);
  }

  /** Returns a sign of life, which also proves that replies are in step. */
  public static Call<?, Boolean> ping() {
    return new Ping();
  }

  /**
   * Returns the invalidation of the keys, of one key only if there is time to settle. A script in
   * any case, because the answer to a plain UNLINK is a mere number: that of another one would
   * count as this one's acknowledgement.
   */
  public static Call<?, Long> invalidate(List<Key> keys, long settleMillis) {
    if (settleMillis == 0) {
      List<byte[]> names = keys.stream().map(Key::bytes).toList();
      return script(Script.REMOVE, names, List.of(), reply -> reply);
    }
    byte[] settle = Resp.ascii(positive("settleMillis", settleMillis));
    return script(
        Script.INVALIDATE, keyAndQuarantine(keys.get(0)), List.of(settle), reply -> reply);
  }

  /** Returns the call that lets nothing cached outlive so many milliseconds. */
  public static Call<?, Boolean> fence(Key key, long millis) {
    byte[] duration = Resp.ascii(positive("millis", millis));
    return script(Script.FENCE, keyAndQuarantine(key), List.of(duration), reply -> reply != 0);
  }

  /**
   * Returns a write that reaches the replicas, whatever was there, and whose key lies in the slot
   * of this one. A full server does not refuse it: it begins with a delete.
   */
  public static Call<?, byte[]> mark(Key key) {
    return PlainCall.string(CommandType.EVAL, MARK, ONE, markKey(key), STAGE_TTL);
  }

  /**
   * The key of a generation ends in no brace; in braces, it could not be that of another region.
   */
  private static byte[] markKey(Key key) {
    String text = new String(key.bytes(), StandardCharsets.ISO_8859_1);
    return text.endsWith("}")
        ? append(key, ":w")
        : (text.substring(0, text.indexOf(':') + 1) + "{" + text + "}:w")
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the reading of a generation, which may be absent. */
  public static Call<?, byte[]> generation(Key generationKey) {
    return PlainCall.string(CommandType.GET, generationKey.bytes());
  }

  /** Returns the call that answers a region's generation, and makes one if there is none. */
  public static Call<?, Long> createGeneration(Key generationKey) {
    return generationScript(generationKey, CREATE);
  }

  /** Returns the call that replaces a region's generation; its answer is the new one. */
  public static Call<?, Long> clear(Key generationKey) {
    return generationScript(generationKey, CLEAR);
  }

  private static Call<?, Long> generationScript(Key generationKey, byte[] mode) {
    byte[] random = new byte[2];
    ThreadLocalRandom.current().nextBytes(random);
    return new ScriptCall<>(
        Script.GENERATION,
        List.of(generationKey.bytes()),
        List.of(mode, random),
        reply -> generationIn((byte[]) reply.get(0)));
  }

  private static <T> ScriptCall<T> script(
      Script script, List<byte[]> keys, List<byte[]> args, Function<Long, T> result) {
    return new ScriptCall<>(script, keys, args, reply -> result.apply((Long) reply.get(0)));
  }

  /** Both in one slot of a cluster: the braces around the logical key are a hash tag. */
  private static List<byte[]> keyAndQuarantine(Key key) {
    return List.of(key.bytes(), append(key, ":q"));
  }

  private static byte[] append(Key key, String suffix) {
    byte[] tail = Resp.ascii(suffix);
    byte[] all = Arrays.copyOf(key.bytes(), key.bytes().length + tail.length);
    System.arraycopy(tail, 0, all, key.bytes().length, tail.length);
    return all;
  }

  private static long positive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " is " + millis + "; at least 1 ms is needed");
    }
    return millis;
  }

  /**
   * Returns the number that the bytes of a generation stand for.
   *
   * @throws StoreException if they are somebody else's
   */
  public static Long generationIn(byte[] bytes) {
    if (bytes.length != Long.BYTES) {
      throw new StoreException(
          Reason.FOREIGN,
          "A region's generation has "
              + bytes.length
              + " bytes, not 8; another application uses its key, choose another name for yours",
          null);
    }
    return ByteBuffer.wrap(bytes).getLong();
  }
}
