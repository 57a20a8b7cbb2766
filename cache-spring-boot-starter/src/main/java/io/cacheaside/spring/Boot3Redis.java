package io.cacheaside.spring;

import io.cacheaside.spring.SpringRedis.Kind;
import io.cacheaside.spring.SpringRedis.Login;
import io.cacheaside.spring.SpringRedis.Node;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The Redis of Spring Boot 3, be it from properties or from a service connection. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisConnectionDetails.class)
@ConditionalOnBean(RedisConnectionDetails.class)
class Boot3Redis {

  @Bean
  @Lazy // it is not asked for where cacheaside.redis-uri is set
  SpringRedis cacheAsideRedis(RedisConnectionDetails details, Environment environment) {
    boolean urlOfTls = new PropertiesRedis(Binder.get(environment)).isUrlOfTls();
    return read(details, urlOfTls && ConnectionTls.isOfProperties(details));
  }

  private static SpringRedis read(RedisConnectionDetails details, boolean tls) {
    Login login = Login.of(details.getUsername(), details.getPassword());
    RedisConnectionDetails.Sentinel sentinel = details.getSentinel();
    if (sentinel != null) {
      return new SpringRedis(
          Kind.SENTINEL,
          nodes(sentinel.getNodes()),
          sentinel.getDatabase(),
          sentinel.getMaster(),
          login,
          Login.of(sentinel.getUsername(), sentinel.getPassword()),
          ConnectionTls.of(sentinel.getSslBundle(), tls));
    }
    RedisConnectionDetails.Cluster cluster = details.getCluster();
    if (cluster != null) {
      SslBundle bundle = ConnectionTls.of(cluster.getSslBundle(), tls);
      return SpringRedis.cluster(nodes(cluster.getNodes()), login, bundle);
    }
    RedisConnectionDetails.Standalone server = details.getStandalone();
    return SpringRedis.standalone(
        new Node(server.getHost(), server.getPort()),
        server.getDatabase(),
        login,
        ConnectionTls.of(server.getSslBundle(), tls));
  }

  private static List<Node> nodes(List<RedisConnectionDetails.Node> nodes) {
    return nodes.stream().map(node -> new Node(node.host(), node.port())).toList();
  }
}
