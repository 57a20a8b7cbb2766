package io.cacheaside.spring;

import org.springframework.util.ClassUtils;

/** The auto-configuration of Redis, which has another name in each version of Spring Boot. */
final class RedisOfBoot {
  static final Class<?> AUTO_CONFIGURATION =
      ClassUtils.resolveClassName(
          isOf4()
              ? "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration"
              : "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration",
          null);

  private RedisOfBoot() {}

  private static boolean isOf4() {
    return !ClassUtils.isPresent(
        "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration", null);
  }
}
