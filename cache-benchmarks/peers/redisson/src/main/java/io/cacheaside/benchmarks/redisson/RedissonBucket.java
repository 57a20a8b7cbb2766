package io.cacheaside.benchmarks.redisson;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Operation;
import io.cacheaside.benchmarks.contenders.Source;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.codec.Kryo5Codec;
import org.redisson.config.Config;

/** A bucket for each value, encoded with Kryo. A bucket cannot hold null. */
public final class RedissonBucket implements Contender {
  @Override
  public String name() {
    return "redisson";
  }

  @Override
  public String title() {
    return "Redisson, bucket, Kryo";
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.complementOf(EnumSet.of(Operation.NEGATIVE_HIT));
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    Config config = new Config();
    config.setCodec(new Kryo5Codec());
    config.useSingleServer().setAddress(redisUri);
    return new Repository(Redisson.create(config), source);
  }

  private record Repository(RedissonClient redisson, Source source) implements CachedRepository {
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    @Override
    public Object customer(long id) {
      return get("redisson:user:", id, source::customer);
    }

    @Override
    public Object orders(long id) {
      return get("redisson:orders:", id, source::orders);
    }

    private <T> T get(String prefix, long id, LongFunction<T> load) {
      RBucket<T> bucket = redisson.getBucket(prefix + id);
      T found = bucket.get();
      if (found == null) {
        found = load.apply(id);
        bucket.set(found, ONE_HOUR);
      }
      return found;
    }

    @Override
    public @Nullable Object missing(long id) {
      throw new UnsupportedOperationException("a bucket cannot hold null");
    }

    @Override
    public void invalidate(long id) {
      redisson.getBucket("redisson:user:" + id).delete();
    }

    @Override
    public void close() {
      redisson.shutdown();
    }
  }
}
