package io.cacheaside.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One short connection to a server: just enough of the protocol to see that it is there. */
final class RedisProbe implements AutoCloseable {
  private static final int LIMIT_MILLIS = 2_000;

  private final Socket socket;
  private final BufferedReader replies;

  private RedisProbe(Socket socket) throws IOException {
    this.socket = socket;
    this.replies =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  static RedisProbe open(String host, int port, boolean tls) throws IOException {
    Socket socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return new RedisProbe(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns whether commands are accepted, be it only after a password. */
  boolean isReady() throws IOException {
    String reply = call("PING");
    return reply.startsWith("+PONG") || reply.startsWith("-NOAUTH");
  }

  /** Logs in. The reply of the server is not repeated in an error: it might name the user. */
  void authenticate(@Nullable String user, String password) throws IOException {
    String reply = user == null ? call("AUTH", password) : call("AUTH", user, password);
    if (!reply.startsWith("+")) {
      throw new IOException("the server refused the user or password");
    }
  }

  String version() throws IOException {
    String reply = call("INFO", "server");
    if (!reply.startsWith("$")) {
      throw new IOException("INFO was answered with " + reply);
    }
    for (int left = Integer.parseInt(reply.substring(1)); left > 0; ) {
      String line = replies.readLine();
      if (line == null) {
        break;
      }
      if (line.startsWith("redis_version:")) {
        return line.substring("redis_version:".length());
      }
      left -= line.length() + 2;
    }
    throw new IOException("INFO names no redis_version");
  }

  private String call(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    String reply = replies.readLine();
    if (reply == null) {
      throw new IOException("the connection was closed");
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
