package io.cacheaside.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One short connection to a server: just enough of the protocol to set up and watch servers. */
final class RedisProbe implements AutoCloseable {
  private static final int LIMIT_MILLIS = 2_000;

  private final Socket socket;
  private final InputStream replies;

  private RedisProbe(Socket socket) throws IOException {
    this.socket = socket;
    this.replies = new BufferedInputStream(socket.getInputStream());
  }

  /** The server answered with an error. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String error) {
      super(error);
    }
  }

  static RedisProbe open(String host, int port, boolean tls) throws IOException {
    return open(host, port, tls, LIMIT_MILLIS);
  }

  private static RedisProbe open(String host, int port, boolean tls, int limitMillis)
      throws IOException {
    Socket socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), limitMillis);
      socket.setSoTimeout(limitMillis);
      return new RedisProbe(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one command over a connection of its own; see {@link #call}. */
  static @Nullable Object ask(RedisServer server, int limitMillis, String... words)
      throws IOException {
    try (RedisProbe probe = open(server.host(), server.port(), false, limitMillis)) {
      return probe.call(words);
    }
  }

  /** Returns whether commands are accepted, be it only after a password. */
  boolean isReady() throws IOException {
    try {
      return "PONG".equals(call("PING"));
    } catch (Refused e) {
      return String.valueOf(e.getMessage()).startsWith("NOAUTH");
    }
  }

  /** Logs in. The reply of the server is not repeated in an error: it might name the user. */
  void authenticate(@Nullable String user, String password) throws IOException {
    try {
      Object unused = user == null ? call("AUTH", password) : call("AUTH", user, password);
    } catch (Refused e) {
      throw new IOException("the server refused the user or password");
    }
  }

  String version() throws IOException {
    Object info = call("INFO", "server");
    String version = field(String.valueOf(info), "redis_version");
    if (version == null) {
      throw new IOException("INFO names no redis_version");
    }
    return version;
  }

  /** Returns what stands behind {@code name:} at the start of a line, or null. */
  static @Nullable String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }

  /**
   * Sends a command and waits for its reply.
   *
   * @return a String, a Long, a List of replies, or null
   * @throws Refused with the text of an error that the server answered
   */
  @Nullable Object call(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    return readReply();
  }

  private @Nullable Object readReply() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new Refused(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> readString(Integer.parseInt(rest));
      case '*' -> readList(Integer.parseInt(rest));
      default -> throw new IOException("no Redis answers like this: " + line);
    };
  }

  private @Nullable String readString(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = replies.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw closed();
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private @Nullable List<@Nullable Object> readList(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(readReply());
    }
    return list;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = replies.read(); c != '\r'; c = replies.read()) {
      if (c < 0) {
        throw closed();
      }
      line.append((char) c);
    }
    if (replies.read() < 0 || line.isEmpty()) {
      throw closed();
    }
    return line.toString();
  }

  private static EOFException closed() {
    return new EOFException("the connection was closed");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
