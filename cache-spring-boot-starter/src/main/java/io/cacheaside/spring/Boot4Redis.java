package io.cacheaside.spring;

import io.cacheaside.spring.SpringRedis.Kind;
import io.cacheaside.spring.SpringRedis.Login;
import io.cacheaside.spring.SpringRedis.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The Redis of Spring Boot 4, be it from properties or from a service connection. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataRedisConnectionDetails.class)
@ConditionalOnBean(DataRedisConnectionDetails.class)
class Boot4Redis {

  @Bean
  @Lazy // it is not asked for where cacheaside.redis-uri is set
  SpringRedis cacheAsideRedis(DataRedisConnectionDetails details, Environment environment) {
    boolean urlOfTls = new PropertiesRedis(Binder.get(environment)).isUrlOfTls();
    return read(
        details,
        ConnectionTls.of(
            details.getSslBundle(), urlOfTls && ConnectionTls.isOfProperties(details)));
  }

  private static SpringRedis read(DataRedisConnectionDetails details, @Nullable SslBundle tls) {
    Login login = Login.of(details.getUsername(), details.getPassword());
    DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
    if (sentinel != null) {
      return new SpringRedis(
          Kind.SENTINEL,
          nodes(sentinel.getNodes()),
          sentinel.getDatabase(),
          sentinel.getMaster(),
          login,
          Login.of(sentinel.getUsername(), sentinel.getPassword()),
          tls);
    }
    DataRedisConnectionDetails.Cluster cluster = details.getCluster();
    if (cluster != null) {
      return SpringRedis.cluster(nodes(cluster.getNodes()), login, tls);
    }
    DataRedisConnectionDetails.Standalone server = details.getStandalone();
    if (server == null) {
      throw new CacheStartException(
          "spring.data.redis names neither a server nor Sentinels nor a cluster, but a primary with"
              + " fixed replicas, which the cache does not know. Set cacheaside.redis-uri to the"
              + " primary");
    }
    return SpringRedis.standalone(
        new Node(server.getHost(), server.getPort()), server.getDatabase(), login, tls);
  }

  private static List<Node> nodes(List<DataRedisConnectionDetails.Node> nodes) {
    return nodes.stream().map(node -> new Node(node.host(), node.port())).toList();
  }
}
