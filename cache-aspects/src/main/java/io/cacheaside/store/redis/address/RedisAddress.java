package io.cacheaside.store.redis.address;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where one server is and who we are there; {@link #toString} repeats no user and no password. */
public record RedisAddress(
    boolean tls,
    String host,
    int port,
    int database,
    @Nullable String user,
    @Nullable String password) {

  /** Returns what the client connects to; a new object, because the client changes it. */
  public RedisURI toLettuce(String clientName, Duration handshakeTimeout) {
    RedisURI uri = RedisURI.create(host, port);
    uri.setSsl(tls);
    uri.setVerifyPeer(SslVerifyMode.FULL);
    uri.setDatabase(database);
    uri.setTimeout(handshakeTimeout);
    uri.setClientName(clientName);
    if (password != null) {
      uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
    }
    return uri;
  }

  /** Returns what error messages call the server. */
  public String place() {
    return "Redis at " + this;
  }

  /** Returns the place without user and password. */
  @Override
  public String toString() {
    String place = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    return database == 0 ? place : place + "/" + database;
  }
}
