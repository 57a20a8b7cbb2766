package io.cacheaside.benchmarks.spring;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;
import org.springframework.data.redis.serializer.RedisSerializer;

/** {@code @Cacheable} over Redis as it is without further settings: values in JDK serialization. */
public final class SpringWithJdkSerialization implements Contender {
  @Override
  public String name() {
    return "spring-jdk";
  }

  @Override
  public String title() {
    return "Spring Cache, JDK (default)";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new SpringRepository(redisUri, source, name(), RedisSerializer.java());
  }
}
