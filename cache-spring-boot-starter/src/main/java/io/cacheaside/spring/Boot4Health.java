package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Shows the cache in the health endpoint of Spring Boot 4. It is always up: an application without
 * its cache is slower, not ill.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnExpression(CacheHealth.ENABLED)
class Boot4Health {

  @Bean
  HealthIndicator cacheAsideHealthIndicator(ObjectProvider<CacheAsideRuntime> runtimes) {
    return () -> Health.up().withDetails(CacheHealth.details(runtimes)).build();
  }
}
