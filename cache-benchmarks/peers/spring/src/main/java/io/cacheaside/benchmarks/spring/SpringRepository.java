package io.cacheaside.benchmarks.spring;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Source;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/** An application context with a cached service. */
final class SpringRepository implements CachedRepository {
  private final AnnotationConfigApplicationContext context;
  private final CachedService service;

  SpringRepository(String redisUri, Source source, String prefix, RedisSerializer<Object> values) {
    URI uri = URI.create(redisUri);
    context = new AnnotationConfigApplicationContext();
    context.register(Caching.class);
    context.registerBean(Source.class, () -> source);
    context.registerBean(CachedService.class);
    context.registerBean(
        LettuceConnectionFactory.class,
        () -> new LettuceConnectionFactory(uri.getHost(), uri.getPort()));
    context.registerBean(
        CacheManager.class,
        () ->
            RedisCacheManager.builder(context.getBean(RedisConnectionFactory.class))
                .cacheDefaults(
                    RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl(Duration.ofHours(1))
                        .prefixCacheNameWith(prefix + ":")
                        .serializeValuesWith(SerializationPair.fromSerializer(values)))
                .build());
    context.refresh();
    service = context.getBean(CachedService.class);
  }

  /** Switches the annotations on. */
  @EnableCaching
  static class Caching {}

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
  }
}
