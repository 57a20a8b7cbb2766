package io.cacheaside.testing;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that somebody else runs; its URI was given from outside. */
final class ExternalRedis extends RedisServer {
  private static final int DEFAULT_PORT = 6379;

  private final String uri;
  private final String host;
  private final int port;
  private final String version;

  private ExternalRedis(String uri, String host, int port, String version) {
    this.uri = uri;
    this.host = host;
    this.port = port;
    this.version = version;
  }

  static ExternalRedis connect(String text, List<String> extraArgs) {
    if (!extraArgs.isEmpty()) {
      throw new IllegalStateException(
          RedisKind.URI
              + " names a server that runs already and takes no options "
              + extraArgs
              + "; use RedisServer.startProcess");
    }
    URI uri = parse(text);
    String host = uri.getHost();
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    try (RedisProbe probe = RedisProbe.open(host, port, "rediss".equals(uri.getScheme()))) {
      logIn(probe, uri.getUserInfo());
      return new ExternalRedis(text, host, port, probe.version());
    } catch (IOException e) {
      throw new IllegalStateException(
          RedisKind.URI
              + " names "
              + host
              + ":"
              + port
              + ", where no Redis answers ("
              + e.getMessage()
              + "); start it or unset the variable",
          e);
    }
  }

  private static URI parse(String text) {
    try {
      URI uri = URI.create(text);
      if (("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the text may hold a password, so neither it nor the cause is repeated
    }
    throw new IllegalStateException(
        RedisKind.URI + " is no Redis URI; it looks like redis://[user:password@]host[:port][/db]");
  }

  private static void logIn(RedisProbe probe, @Nullable String userInfo) throws IOException {
    if (userInfo == null) {
      return;
    }
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? "" : userInfo.substring(0, colon);
    probe.authenticate(user.isEmpty() ? null : user, userInfo.substring(colon + 1));
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String describe() {
    return "Redis " + version + " (named by " + RedisKind.URI + ") at " + host + ":" + port;
  }

  /** Does nothing: the server is not ours to stop. */
  @Override
  public void close() {}
}
