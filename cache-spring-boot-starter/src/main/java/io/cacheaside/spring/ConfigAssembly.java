package io.cacheaside.spring;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.spring.SpringSettings.Found;
import io.cacheaside.store.MemoryStore;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Makes the configuration of the cache from properties and beans. */
final class ConfigAssembly {
  private static final String URI = "redis-uri";
  private static final String APP = "app";

  /** What only says something of a Redis. */
  private static final List<String> OF_REDIS =
      List.of(
          URI, "require-redis-at-start", "invalidation-replicas", "invalidation-replica-timeout");

  private final Environment environment;
  private final ListableBeanFactory beans;
  private final CacheAsideConfig.Builder builder = CacheAsideConfig.builder();

  ConfigAssembly(Environment environment, ListableBeanFactory beans) {
    this.environment = environment;
    this.beans = beans;
  }

  /**
   * Returns the configuration.
   *
   * @throws io.cacheaside.CacheConfigurationException with all mistakes
   * @throws CacheStartException if the Redis of Spring is one that the cache cannot use
   */
  CacheAsideConfig assemble() {
    Binder binder = Binder.get(environment);
    SpringSettings settings = SpringSettings.read(binder);
    settings.drop(List.of(SpringSettings.ENABLED, SpringSettings.INTERFACE_CHECK));
    if (isInMemory(settings)) {
      settings.drop(OF_REDIS);
      builder.store(MemoryStore::new);
    } else if (!settings.has(URI)) {
      useRedisOfSpring(binder);
    }
    String application = environment.getProperty("spring.application.name", "");
    if (!settings.has(APP) && !application.isEmpty()) {
      builder.settings(
          Map.of(APP, application), "of spring.application.name (cacheaside.app overrules it)");
    }
    settings.applyTo(builder);
    addBeans();
    return builder.build();
  }

  private static boolean isInMemory(SpringSettings settings) {
    Found store = settings.take(SpringSettings.STORE);
    if (store == null || store.value().strip().equals("redis")) {
      return false;
    }
    if (store.value().strip().equals("memory")) {
      return true;
    }
    throw new CacheStartException(
        "cacheaside.store \"%s\" in %s is neither redis nor memory"
            .formatted(store.value(), store.place()));
  }

  private void useRedisOfSpring(Binder binder) {
    SslBundles bundles = beans.getBeanProvider(SslBundles.class).getIfAvailable();
    SpringRedis redis =
        beans
            .getBeanProvider(SpringRedis.class)
            .getIfAvailable(() -> new PropertiesRedis(binder).read(bundles));
    if (redis.sentinel() != null) {
      throw new CacheStartException(
          "spring.data.redis.sentinel.password is set, but the cache logs in to no Sentinels. Set"
              + " cacheaside.redis-uri to Sentinels, or another Redis, that need no password");
    }
    if (redis.tls() != null && !isOfJvm(redis.tls())) {
      throw new CacheStartException(
          "the Redis of Spring has an SSL bundle, but the cache trusts the certificates of the JVM"
              + " only. Set cacheaside.redis-uri to a Redis whose certificate these sign");
    }
    builder.redisOtherwise(redis.uri());
  }

  private static boolean isOfJvm(SslBundle bundle) {
    return bundle.getStores().getTrustStore() == null && bundle.getStores().getKeyStore() == null;
  }

  private void addBeans() {
    Codec codec = beans.getBeanProvider(Codec.class).getIfAvailable();
    if (codec != null) {
      builder.codec(codec);
    }
    InvalidationJournal journal = beans.getBeanProvider(InvalidationJournal.class).getIfAvailable();
    if (journal != null) {
      builder.journal(journal);
    }
    beans.getBeanProvider(CacheListener.class).orderedStream().forEach(builder::listener);
    beans.getBeanProvider(TransactionHook.class).orderedStream().forEach(builder::transactionHook);
    for (String name : beans.getBeanNamesForAnnotation(SpringBootConfiguration.class)) {
      Class<?> type = beans.getType(name);
      if (type != null) {
        builder.application(ClassUtils.getUserClass(type));
      }
    }
    beans
        .getBeanProvider(CacheAsideConfigCustomizer.class)
        .orderedStream()
        .forEach(customizer -> customizer.customize(builder));
  }
}
