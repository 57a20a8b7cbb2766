package io.cacheaside.spring;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Puts the cache of the application in force: {@link CacheAsideConfig} from the properties below
 * {@code cacheaside} and the beans that have to do with it, and the {@link CacheAsideRuntime}. A
 * bean of the application's of either type takes the place of ours.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
      "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration"
    })
public final class CacheAsideAutoConfiguration {

  private CacheAsideAutoConfiguration() {}

  /** The cache, unless it is switched off. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(prefix = "cacheaside", name = "enabled", matchIfMissing = true)
  @Import({Boot3Redis.class, Boot4Redis.class, Boot3Health.class, Boot4Health.class})
  static class Enabled {

    @Bean
    @ConditionalOnMissingBean({CacheAsideConfig.class, CacheAsideRuntime.class})
    CacheAsideConfig cacheAsideConfig(Environment environment, ListableBeanFactory beans) {
      return new ConfigAssembly(environment, beans).assemble();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    CacheAsideRuntime cacheAsideRuntime(CacheAsideConfig config) {
      try {
        return ContextRuntimes.add(CacheAsideRuntime.install(config));
      } catch (IllegalStateException e) {
        if (e.getClass() == IllegalStateException.class) {
          throw new CacheStartException(e.getMessage(), e);
        }
        throw e;
      }
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static EarlyRuntime cacheAsideEarlyRuntime() {
      return new EarlyRuntime();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CachedBeans cacheAsideBeans(ObjectProvider<CacheAsideRuntime> runtimes) {
      return new CachedBeans(runtimes);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    InterceptionCheck cacheAsideInterceptionCheck(
        Environment environment,
        ObjectProvider<CacheAsideRuntime> runtimes,
        ListableBeanFactory beans) {
      String check = environment.getProperty("cacheaside.interface-check", "fail");
      return new InterceptionCheck(check, runtimes, beans);
    }
  }

  /** The cache in front of repositories, where Spring Data is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(prefix = "cacheaside", name = "enabled", matchIfMissing = true)
  @ConditionalOnClass(RepositoryFactoryBeanSupport.class)
  static class Repositories {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CachedRepositories cacheAsideRepositories(ObjectProvider<CacheAsideRuntime> runtimes) {
      return new CachedRepositories(runtimes);
    }
  }

  /** No cache, and nobody who wonders. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(prefix = "cacheaside", name = "enabled", havingValue = "false")
  static class Disabled {

    @Bean
    static BeanFactoryPostProcessor cacheAsideDisabled() {
      CacheAsideRuntime.leaveUncached();
      return beans -> {};
    }
  }
}
