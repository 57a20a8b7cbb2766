package io.cacheaside.benchmarks.jetcache;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * {@code @Cached} methods with a remote cache over Lettuce: keys with Fastjson, values with Kryo.
 */
public final class JetCache implements Contender {
  @Override
  public String name() {
    return "jetcache";
  }

  @Override
  public String title() {
    return "JetCache, remote, Kryo";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new Repository(redisUri, source);
  }

  /** Switches the annotations on. */
  @EnableMethodCache(basePackages = "io.cacheaside.benchmarks.jetcache")
  @Import(JetCacheBaseBeans.class)
  static class Caching {}

  private static final class Repository implements CachedRepository {
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final RedisClient client;
    private final AnnotationConfigApplicationContext context;
    private final CachedService service;

    Repository(String redisUri, Source source) {
      client = RedisClient.create(redisUri);
      context = new AnnotationConfigApplicationContext();
      context.register(Caching.class);
      context.registerBean(Source.class, () -> source);
      context.registerBean(CachedService.class);
      context.registerBean(GlobalCacheConfig.class, () -> config(client));
      context.refresh();
      service = context.getBean(CachedService.class);
    }

    @SuppressWarnings("rawtypes") // the library's own
    private static GlobalCacheConfig config(RedisClient client) {
      Map<String, CacheBuilder> remote = new HashMap<>();
      remote.put(
          CacheConsts.DEFAULT_AREA,
          RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
              .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
              .valueEncoder(Kryo5ValueEncoder.INSTANCE)
              .valueDecoder(Kryo5ValueDecoder.INSTANCE)
              .redisClient(client));
      GlobalCacheConfig config = new GlobalCacheConfig();
      config.setRemoteCacheBuilders(remote);
      config.setLocalCacheBuilders(new HashMap<>());
      config.setStatIntervalMinutes(0);
      return config;
    }

    @Override
    public Object customer(long id) {
      return service.customer(id);
    }

    @Override
    public Object orders(long id) {
      return service.orders(id);
    }

    @Override
    public @Nullable Object missing(long id) {
      return service.missing(id);
    }

    @Override
    public void invalidate(long id) {
      service.changed(id);
    }

    @Override
    public void close() {
      context.close();
      client.shutdown(Duration.ZERO, SHUTDOWN);
    }
  }
}
