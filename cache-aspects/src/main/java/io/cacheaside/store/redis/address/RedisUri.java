package io.cacheaside.store.redis.address;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, of which kind, and who we are there, parsed from a text.
 *
 * <p>No error repeats the text, because it may hold a password; neither does {@link #toString}.
 *
 * @param servers the server, or the Sentinels, or some nodes of a cluster
 * @param database always 0 in a cluster
 * @param primaryName under which the Sentinels know the primary; null without Sentinels
 */
public record RedisUri(
    Kind kind,
    boolean tls,
    List<HostAndPort> servers,
    int database,
    @Nullable String user,
    @Nullable String password,
    @Nullable String primaryName) {
  private static final int MAX_PORT = 65_535;

  /** What stands behind a URI. */
  public enum Kind {
    STANDALONE("redis", 6379, "host[:port][/database]"),
    SENTINEL("redis-sentinel", 26_379, "host[:port][,host[:port]...][/database]#primary"),
    CLUSTER("redis-cluster", 6379, "host[:port][,host[:port]...]");

    private final String scheme;
    private final String tlsScheme;
    private final int defaultPort;
    private final String shape;

    Kind(String scheme, int defaultPort, String shape) {
      this.scheme = scheme;
      this.tlsScheme = scheme.replaceFirst("redis", "rediss");
      this.defaultPort = defaultPort;
      this.shape = shape;
    }

    /** Returns how a URI of this kind begins, without the colon and what follows. */
    public String scheme() {
      return scheme;
    }

    /** Returns how a URI of this kind begins that asks for TLS. */
    public String tlsScheme() {
      return tlsScheme;
    }
  }

  /** Where a server listens. */
  public record HostAndPort(String host, int port) {
    @Override
    public String toString() {
      return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
  }

  /** Copies the list of servers. */
  public RedisUri {
    servers = List.copyOf(servers);
  }

  /**
   * Returns what the text says.
   *
   * @throws IllegalArgumentException saying what is wrong with it, and how one looks
   */
  public static RedisUri parse(String uri) {
    int end = uri.indexOf("://");
    if (end < 0 || !uri.substring(0, end).matches("[A-Za-z0-9+.-]*")) { // nor is it repeated
      throw invalid(Kind.STANDALONE, "it has no scheme");
    }
    String scheme = uri.substring(0, end);
    for (Kind kind : Kind.values()) {
      if (scheme.equals(kind.scheme) || scheme.equals(kind.tlsScheme)) {
        return parse(kind, scheme.equals(kind.tlsScheme), uri.substring(end + 3));
      }
    }
    throw invalid(
        Kind.STANDALONE,
        "its scheme is \""
            + scheme
            + "\", not redis, redis-sentinel or redis-cluster, nor one of these with rediss");
  }

  private static RedisUri parse(Kind kind, boolean tls, String rest) {
    int at = rest.lastIndexOf('@');
    String userInfo = at < 0 ? null : rest.substring(0, at);
    String place = rest.substring(at + 1);
    int hash = kind == Kind.SENTINEL ? place.indexOf('#') : -1;
    String primary = hash < 0 ? "" : place.substring(hash + 1);
    place = hash < 0 ? place : place.substring(0, hash);
    if (place.indexOf('?') >= 0 || place.indexOf('#') >= 0) {
      throw invalid(kind, "it has parameters, which belong into the options");
    }
    if (kind == Kind.SENTINEL && primary.isEmpty()) {
      throw invalid(kind, "it does not name the primary behind a #, as the Sentinels call it");
    }
    int slash = place.indexOf('/');
    String database = slash < 0 ? "" : place.substring(slash + 1);
    if (kind == Kind.CLUSTER && !database.isEmpty()) {
      throw invalid(kind, "it has a database or path, but a cluster has only one database");
    }
    return new RedisUri(
        kind,
        tls,
        servers(kind, slash < 0 ? place : place.substring(0, slash)),
        database.isEmpty() ? 0 : number(kind, database, "database", 0, Integer.MAX_VALUE),
        user(kind, userInfo),
        password(kind, userInfo),
        kind == Kind.SENTINEL ? decode(kind, primary) : null);
  }

  private static List<HostAndPort> servers(Kind kind, String text) {
    List<HostAndPort> servers = new ArrayList<>();
    String[] parts = kind == Kind.STANDALONE ? new String[] {text} : text.split(",", -1);
    for (String part : parts) {
      servers.add(server(kind, part));
    }
    return servers;
  }

  private static HostAndPort server(Kind kind, String text) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.isEmpty()) {
      throw invalid(kind, "it names no host");
    }
    int port =
        colon < 0 ? kind.defaultPort : number(kind, text.substring(colon + 1), "port", 1, MAX_PORT);
    return new HostAndPort(unbracket(host), port);
  }

  private static @Nullable String user(Kind kind, @Nullable String userInfo) {
    if (userInfo == null || userInfo.startsWith(":")) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw invalid(
          kind, "only user or password stands before the @; write user:password or :password");
    }
    return decode(kind, userInfo.substring(0, colon));
  }

  private static @Nullable String password(Kind kind, @Nullable String userInfo) {
    if (userInfo == null) {
      return null;
    }
    String password = decode(kind, userInfo.substring(userInfo.indexOf(':') + 1));
    if (password.isEmpty()) {
      throw invalid(kind, "the password before the @ is empty");
    }
    return password;
  }

  /** In a URI a plus is a plus; only in a form it would be a space. */
  private static String decode(Kind kind, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // not the cause: its message repeats a part of the password
      throw invalid(kind, "user or password has a % that is no escape; write %25");
    }
  }

  private static String unbracket(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static int number(Kind kind, String text, String name, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, without the text: a password with a slash or colon may have led here
    }
    throw invalid(
        kind,
        "its "
            + name
            + " is no number from "
            + min
            + " to "
            + max
            + "; if the password holds / : or @, escape it as %2F %3A or %40");
  }

  private static IllegalArgumentException invalid(Kind kind, String finding) {
    return new IllegalArgumentException(
        "The Redis URI is not usable: "
            + finding
            + ". It looks like "
            + kind.scheme
            + "://[[user]:password@]"
            + kind.shape
            + ", or "
            + kind.tlsScheme
            + ":// for TLS");
  }

  /** Returns how to reach a server that the Sentinels or the cluster named. */
  public RedisAddress at(HostAndPort server) {
    return new RedisAddress(tls, server.host(), server.port(), database, user, password);
  }

  /** Returns how to reach a Sentinel: without user and password, which are those of the servers. */
  public RedisAddress sentinelAt(HostAndPort sentinel) {
    return new RedisAddress(tls, sentinel.host(), sentinel.port(), 0, null, null);
  }

  /** Returns the place without user and password. */
  @Override
  public String toString() {
    String names = servers.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    return switch (kind) {
      case STANDALONE -> withDatabase(names);
      case SENTINEL -> withDatabase(primaryName + " of the Sentinels " + names);
      case CLUSTER -> "the cluster of " + names;
    };
  }

  private String withDatabase(String place) {
    return database == 0 ? place : place + "/" + database;
  }
}
