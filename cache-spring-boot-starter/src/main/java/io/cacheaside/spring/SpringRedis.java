package io.cacheaside.spring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * The Redis that the application has configured for Spring.
 *
 * @param kind which of the three there are
 * @param nodes the server, or the Sentinels, or some nodes of the cluster
 * @param primary how the Sentinels call it; null without them
 * @param login who we are; null if nobody is asked
 * @param sentinel who we are for the Sentinels; null if they ask nobody
 * @param tls null for a connection in the clear
 */
record SpringRedis(
    Kind kind,
    List<Node> nodes,
    int database,
    @Nullable String primary,
    @Nullable Login login,
    @Nullable Login sentinel,
    @Nullable SslBundle tls) {

  static SpringRedis standalone(
      Node server, int database, @Nullable Login login, @Nullable SslBundle tls) {
    return new SpringRedis(Kind.STANDALONE, List.of(server), database, null, login, null, tls);
  }

  static SpringRedis cluster(List<Node> nodes, @Nullable Login login, @Nullable SslBundle tls) {
    return new SpringRedis(Kind.CLUSTER, nodes, 0, null, login, null, tls);
  }

  enum Kind {
    STANDALONE("redis"),
    SENTINEL("redis-sentinel"),
    CLUSTER("redis-cluster");

    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }
  }

  /**
   * A server.
   *
   * @param port -1 for the usual one
   */
  record Node(String host, int port) {
    @Override
    public String toString() {
      String name = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
      return port < 0 ? name : name + ":" + port;
    }
  }

  /** Who we are. */
  record Login(@Nullable String user, String password) {
    /** Returns null if there is no password. */
    static @Nullable Login of(@Nullable String user, @Nullable String password) {
      return password == null || password.isEmpty() ? null : new Login(user, password);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** Returns the URI that our settings have for it. */
  String uri() {
    String scheme = tls == null ? kind.scheme : kind.scheme.replaceFirst("redis", "rediss");
    String who =
        login == null
            ? ""
            : (login.user() == null ? "" : encoded(login.user()))
                + ":"
                + encoded(login.password())
                + "@";
    String where = nodes.stream().map(Node::toString).collect(Collectors.joining(","));
    return scheme
        + "://"
        + who
        + where
        + (database == 0 ? "" : "/" + database)
        + (primary == null ? "" : "#" + encoded(primary));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns the place without user and password. */
  @Override
  public String toString() {
    return kind + " " + nodes;
  }
}
