package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: GET and SET through Lettuce's synchronous API, with its default options and a codec
 * that runs Kryo, as Lettuce's documentation shows codecs. Values are therefore encoded and decoded
 * by the thread that reads the socket. No checksum, no schema check, no circuit breaker, no lease;
 * keys are not escaped.
 */
public final class ByHand implements Contender {
  static final String NAME = "hand";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "by hand";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new Repository(redisUri, source);
  }

  private static final class Repository implements CachedRepository {
    private static final SetArgs ONE_HOUR = SetArgs.Builder.ex(3600);
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final Source source;
    private final RedisClient client;
    private final RedisCommands<String, Object> redis;

    Repository(String redisUri, Source source) {
      this.source = source;
      client = RedisClient.create(redisUri);
      redis = client.connect(new KryoRedisCodec()).sync();
    }

    @Override
    public Object customer(long id) {
      String key = key(id);
      Object found = redis.get(key);
      if (found == null) {
        found = source.customer(id);
        redis.set(key, found, ONE_HOUR);
      }
      return found;
    }

    @Override
    public Object orders(long id) {
      String key = "hand:orders:" + id;
      Object found = redis.get(key);
      if (found == null) {
        found = source.orders(id);
        redis.set(key, found, ONE_HOUR);
      }
      return found;
    }

    @Override
    public @Nullable Object missing(long id) {
      String key = "hand:missing:" + id;
      Object found = redis.get(key);
      if (found == null) {
        Object loaded = source.missing(id);
        found = loaded == null ? Absent.ABSENT : loaded;
        redis.set(key, found, ONE_HOUR);
      }
      return found == Absent.ABSENT ? null : found;
    }

    @Override
    public void invalidate(long id) {
      redis.del(key(id));
    }

    private static String key(long id) {
      return "hand:user:" + id;
    }

    @Override
    public void close() {
      client.shutdown(Duration.ZERO, SHUTDOWN);
    }
  }
}
