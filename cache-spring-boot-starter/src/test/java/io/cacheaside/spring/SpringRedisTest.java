package io.cacheaside.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is written below {@code spring.data.redis} is the Redis of the cache, too. */
class SpringRedisTest {
  /** Properties, split at blanks, and the URI that they are. */
  @ParameterizedTest
  @CsvSource({
    "'', redis://localhost:6379",
    "host=redis.shop port=6380, redis://redis.shop:6380",
    "host=::1, redis://[::1]:6379",
    "username=me password=p@ss:w/o#+%, redis://me:p%40ss%3Aw%2Fo%23%2B%25@localhost:6379",
    "password=secret database=3, redis://:secret@localhost:6379/3",
    "url=redis://me:s3%40cret@redis.shop:6380/2, redis://me:s3%40cret@redis.shop:6380/2",
    "url=rediss://redis.shop:6380, rediss://redis.shop:6380",
    "ssl.enabled=true, rediss://localhost:6379",
    "'sentinel.master=my primary sentinel.nodes=a:1,b:2 database=1 password=x',"
        + " 'redis-sentinel://:x@a:1,b:2/1#my%20primary'",
    "'cluster.nodes=a:1,b:2 username=u password=x', 'redis-cluster://u:x@a:1,b:2'"
  })
  void properties_areTheUri_withAndWithoutSpringDataRedis(String properties, String uri) {
    String[] pairs = pairs(properties);
    assertThat(fromProperties(pairs).uri()).isEqualTo(uri);
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                RedisOfBoot.AUTO_CONFIGURATION, CacheAsideAutoConfiguration.class))
        .withPropertyValues(pairs)
        .withPropertyValues("cacheaside.store=memory", "cacheaside.interface-check=off")
        .run(context -> assertThat(context.getBean(SpringRedis.class).uri()).isEqualTo(uri));
  }

  private static String[] pairs(String properties) {
    return properties.isEmpty()
        ? new String[0]
        : properties.replaceAll("(^| )(?=[a-z.]+=)", "\nspring.data.redis.").strip().split("\n");
  }

  private static SpringRedis fromProperties(String... pairs) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      source.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new PropertiesRedis(new Binder(source)).read(null);
  }

  @Test
  void loginOfSentinels_isRead() {
    SpringRedis redis =
        fromProperties(
            "spring.data.redis.sentinel.master=m",
            "spring.data.redis.sentinel.nodes=a",
            "spring.data.redis.sentinel.username=u",
            "spring.data.redis.sentinel.password=p");
    assertThat(redis.sentinel()).isEqualTo(new SpringRedis.Login("u", "p"));
    assertThat(redis.uri()).isEqualTo("redis-sentinel://a:26379#m");
  }

  @Test
  void wrongUrl_isRefused_andNotRepeated() {
    assertThatThrownBy(() -> fromProperties("spring.data.redis.url=http://u:secret@localhost"))
        .isInstanceOf(CacheStartException.class)
        .hasMessage(
            "spring.data.redis.url is not usable: it is no"
                + " redis://[user:password@]host[:port][/database] and no rediss://... for TLS."
                + " Correct it, or set cacheaside.redis-uri");
    assertThatThrownBy(() -> fromProperties("spring.data.redis.url=redis://localhost/x"))
        .isInstanceOf(CacheStartException.class)
        .hasMessage(
            "spring.data.redis.url is not usable: the database behind its / is no number. Correct"
                + " it, or set cacheaside.redis-uri");
  }

  @Test
  void passwords_areInNoText() {
    assertThat(
            fromProperties(
                    "spring.data.redis.password=secret",
                    "spring.data.redis.sentinel.master=m",
                    "spring.data.redis.sentinel.nodes=a",
                    "spring.data.redis.sentinel.password=secret")
                .toString())
        .isEqualTo("SENTINEL [a:26379]");
    assertThat(new SpringRedis.Login(null, "secret").toString()).isEqualTo("***");
  }
}
