package io.cacheaside.spring;

import io.cacheaside.spring.SpringRedis.Kind;
import io.cacheaside.spring.SpringRedis.Login;
import io.cacheaside.spring.SpringRedis.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The properties below {@code spring.data.redis}, as Spring Boot reads them where Spring Data Redis
 * is on the class path: for applications without it.
 */
final class PropertiesRedis {
  private static final String PREFIX = "spring.data.redis.";
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;

  private final Binder binder;

  PropertiesRedis(Binder binder) {
    this.binder = binder;
  }

  /**
   * Returns the Redis of the properties; that of this machine if there are none.
   *
   * @param bundles null if the application has none
   */
  SpringRedis read(@Nullable SslBundles bundles) {
    URI url = url();
    SslBundle tls = tls(url, bundles);
    Login login = login(url);
    int database = url == null ? number("database", 0) : database(url);
    String primary = text("sentinel.master");
    if (primary != null) {
      return new SpringRedis(
          Kind.SENTINEL,
          nodes("sentinel.nodes", SENTINEL_PORT),
          database,
          primary,
          login,
          Login.of(text("sentinel.username"), text("sentinel.password")),
          tls);
    }
    List<Node> cluster = nodes("cluster.nodes", -1);
    if (!cluster.isEmpty()) {
      return SpringRedis.cluster(cluster, login, tls);
    }
    String host = url == null ? text("host") : url.getHost();
    Node node =
        new Node(
            host == null ? "localhost" : host, url == null ? number("port", PORT) : url.getPort());
    return SpringRedis.standalone(node, database, login, tls);
  }

  /** Returns whether the URL asks for TLS, which the details of a connection do not tell. */
  boolean isUrlOfTls() {
    URI url = url();
    return url != null && "rediss".equals(url.getScheme());
  }

  private @Nullable URI url() {
    String text = text("url");
    if (text == null) {
      return null;
    }
    try {
      URI url = new URI(text);
      String scheme = url.getScheme();
      if (url.getHost() != null && ("redis".equals(scheme) || "rediss".equals(scheme))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below, without the text: it may hold a password
    }
    throw new CacheStartException(
        "spring.data.redis.url is not usable: it is no redis://[user:password@]host[:port][/database]"
            + " and no rediss://... for TLS. Correct it, or set cacheaside.redis-uri");
  }

  private @Nullable SslBundle tls(@Nullable URI url, @Nullable SslBundles bundles) {
    String bundle = text("ssl.bundle");
    boolean enabled =
        binder.bind(PREFIX + "ssl.enabled", Boolean.class).orElse(bundle != null)
            || (url != null && "rediss".equals(url.getScheme()));
    if (!enabled) {
      return null;
    }
    return bundle == null || bundles == null
        ? SslBundle.systemDefault()
        : bundles.getBundle(bundle);
  }

  private @Nullable Login login(@Nullable URI url) {
    if (url == null) {
      return Login.of(text("username"), text("password"));
    }
    String info = url.getUserInfo();
    if (info == null) {
      return null;
    }
    int colon = info.indexOf(':');
    return Login.of(colon <= 0 ? null : info.substring(0, colon), info.substring(colon + 1));
  }

  private static int database(URI url) {
    String path = url.getPath();
    try {
      return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    } catch (NumberFormatException e) {
      throw new CacheStartException(
          "spring.data.redis.url is not usable: the database behind its / is no number. Correct it,"
              + " or set cacheaside.redis-uri",
          e);
    }
  }

  private List<Node> nodes(String name, int port) {
    return binder.bind(PREFIX + name, Bindable.listOf(String.class)).orElse(List.of()).stream()
        .map(text -> node(text.strip(), port))
        .toList();
  }

  private static Node node(String text, int port) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      return new Node(text, port);
    }
    try {
      return new Node(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new CacheStartException(
          "the node \"%s\" below spring.data.redis has no number behind its colon; write host:port"
              .formatted(text),
          e);
    }
  }

  private @Nullable String text(String name) {
    String text = binder.bind(PREFIX + name, String.class).orElse("");
    return text.isEmpty() ? null : text;
  }

  private int number(String name, int otherwise) {
    return binder.bind(PREFIX + name, Integer.class).orElse(otherwise);
  }
}
