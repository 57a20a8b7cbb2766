package io.cacheaside.benchmarks.spring;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;
import org.springframework.data.redis.serializer.RedisSerializer;

/** {@code @Cacheable} over Redis with the serializer that is recommended for it: JSON. */
public final class SpringWithJson implements Contender {
  @Override
  public String name() {
    return "spring-json";
  }

  @Override
  public String title() {
    return "Spring Cache, JSON";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new SpringRepository(redisUri, source, name(), RedisSerializer.json());
  }
}
