package io.cacheaside.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is and who we are there, parsed from {@code
 * redis[s]://[[user]:password@]host[:port][/database]}.
 *
 * <p>No error repeats the text, because it may hold a password; neither does {@link #toString}.
 */
record RedisAddress(
    boolean tls,
    String host,
    int port,
    int database,
    @Nullable String user,
    @Nullable String password) {
  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;

  static RedisAddress parse(String uri) {
    boolean tls = uri.startsWith("rediss://");
    if (!tls && !uri.startsWith("redis://")) {
      int colon = uri.indexOf("://");
      throw invalid(
          colon < 0
              ? "it has no scheme"
              : "its scheme is \"" + uri.substring(0, colon) + "\", not redis or rediss");
    }
    String rest = uri.substring(tls ? "rediss://".length() : "redis://".length());
    int at = rest.lastIndexOf('@');
    String server = rest.substring(at + 1);
    if (server.indexOf('?') >= 0 || server.indexOf('#') >= 0) {
      throw invalid("it has parameters, which belong into the options");
    }
    int slash = server.indexOf('/');
    String hostAndPort = slash < 0 ? server : server.substring(0, slash);
    String database = slash < 0 ? "" : server.substring(slash + 1);
    int colon = hostAndPort.lastIndexOf(':');
    boolean bareIpv6 = hostAndPort.endsWith("]");
    String host = colon < 0 || bareIpv6 ? hostAndPort : hostAndPort.substring(0, colon);
    String port = colon < 0 || bareIpv6 ? "" : hostAndPort.substring(colon + 1);
    if (host.isEmpty()) {
      throw invalid("it names no host");
    }
    int number = colon < 0 || bareIpv6 ? DEFAULT_PORT : number(port, "port", 1, MAX_PORT);
    int db = database.isEmpty() ? 0 : number(database, "database", 0, Integer.MAX_VALUE);
    String userInfo = at < 0 ? null : rest.substring(0, at);
    return new RedisAddress(tls, unbracket(host), number, db, user(userInfo), password(userInfo));
  }

  private static @Nullable String user(@Nullable String userInfo) {
    if (userInfo == null || userInfo.startsWith(":")) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw invalid("only user or password stands before the @; write user:password or :password");
    }
    return decode(userInfo.substring(0, colon));
  }

  private static @Nullable String password(@Nullable String userInfo) {
    if (userInfo == null) {
      return null;
    }
    String password = decode(userInfo.substring(userInfo.indexOf(':') + 1));
    if (password.isEmpty()) {
      throw invalid("the password before the @ is empty");
    }
    return password;
  }

  /** In a URI a plus is a plus; only in a form it would be a space. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // not the cause: its message repeats a part of the password
      throw invalid("user or password has a % that is no escape; write %25");
    }
  }

  private static String unbracket(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static int number(String text, String name, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, without the text: a password with a slash or colon may have led here
    }
    throw invalid(
        "its "
            + name
            + " is no number from "
            + min
            + " to "
            + max
            + "; if the password holds / : or @, escape it as %2F %3A or %40");
  }

  private static IllegalArgumentException invalid(String finding) {
    return new IllegalArgumentException(
        "The Redis URI is not usable: "
            + finding
            + ". It looks like redis://[[user]:password@]host[:port][/database], or rediss:// for"
            + " TLS");
  }

  /** Returns what the client connects to; a new object, because the client changes it. */
  RedisURI toLettuce(String clientName, Duration handshakeTimeout) {
    RedisURI uri = RedisURI.create(host, port);
    uri.setSsl(tls);
    uri.setVerifyPeer(SslVerifyMode.FULL);
    uri.setDatabase(database);
    uri.setTimeout(handshakeTimeout);
    uri.setClientName(clientName);
    if (password != null) {
      char[] secret = password.toCharArray();
      if (user == null) {
        uri.setAuthentication(secret);
      } else {
        uri.setAuthentication(user, secret);
      }
    }
    return uri;
  }

  /** Returns the place without user and password. */
  @Override
  public String toString() {
    String place = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    return database == 0 ? place : place + "/" + database;
  }
}
