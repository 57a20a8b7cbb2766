package shop;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
public class CacheConfiguration {

  @Bean // Spring closes it when the application ends
  @Lazy(false) // no bean asks for it
  CacheAsideRuntime cache(@Value("${spring.data.redis.url}") String redis) {
    return CacheAsideRuntime.install(
        CacheAsideConfig.builder()
            .redis(redis)
            .app("shop")
            .environment(System.getenv()) // all other settings: CACHEASIDE_COMMAND_TIMEOUT, ...
            .build());
  }
}
