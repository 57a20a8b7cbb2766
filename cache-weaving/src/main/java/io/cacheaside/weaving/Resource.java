package io.cacheaside.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;

/** What a class loader finds. Stateless. */
public final class Resource {
  private Resource() {}

  /** Returns its bytes; no jar stays open, nor is one closed that others read. */
  public static byte[] read(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }
}
