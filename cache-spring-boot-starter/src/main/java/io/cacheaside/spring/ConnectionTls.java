package io.cacheaside.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/** What the details of a connection say of TLS. */
final class ConnectionTls {
  private ConnectionTls() {}

  /** Returns whether details come from properties, not from a service connection. */
  static boolean isOfProperties(ConnectionDetails details) {
    return details.getClass().getSimpleName().startsWith("Properties");
  }

  /** Returns the bundle, that of the JVM if TLS is asked for without one, or null without TLS. */
  static @Nullable SslBundle of(@Nullable SslBundle bundle, boolean asked) {
    return bundle == null && asked ? SslBundle.systemDefault() : bundle;
  }
}
