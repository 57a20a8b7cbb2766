package io.cacheaside.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of a server that understands what the server sends, and mistreats it: replies
 * are lost, doubled or swapped, pushes are lost or made up. What clients send passes as it is.
 *
 * <p>It begins by passing. What is changed applies at once to all connections. This class is
 * threadsafe.
 */
public final class ReplyProxy implements AutoCloseable {
  /**
   * How long a reply waits for another one to be swapped with, in ms; then it is sent after all.
   */
  private static final int PATIENCE_MILLIS = 20;

  private static final byte[] FLUSHED =
      ">2\r\n$10\r\ninvalidate\r\n_\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress target;
  private final ServerSocket acceptor;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Order> once = new AtomicReference<>();
  private final LongAdder mistreated = new LongAdder();
  private volatile @Nullable Rule rule;

  /** What happens to a reply or a push. */
  public enum Mistreatment {
    /** The reply never arrives: all later ones reach the call before theirs. */
    DROP_REPLY,
    /** The reply arrives twice: all later ones reach the call after theirs. */
    DOUBLE_REPLY,
    /** The reply arrives after the next one. */
    SWAP_REPLIES,
    /**
     * The same, if the two have different lengths: two answers to one question, which nothing can
     * tell apart, keep their order.
     */
    SWAP_UNLIKE_REPLIES,
    /** A push comes before the reply, and says that the database was flushed. */
    INJECT_PUSH,
    /** The push never arrives. */
    DROP_PUSH
  }

  private record Rule(int oneIn, List<Mistreatment> choice, Random random) {
    @Nullable Mistreatment draw() {
      return random.nextInt(oneIn) == 0 ? choice.get(random.nextInt(choice.size())) : null;
    }
  }

  /**
   * @param mistreatment what happens; null if something else is sent
   * @param forged what is sent instead, a character for each byte
   * @param filler how many bytes follow it
   */
  private record Order(
      @Nullable Mistreatment mistreatment, Predicate<String> frame, String forged, long filler) {}

  private ReplyProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.acceptor = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    daemon("accept", this::accept);
  }

  /** Starts a proxy in front of this server. */
  public static ReplyProxy to(RedisServer server) {
    try {
      return new ReplyProxy(new InetSocketAddress(server.host(), server.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URI to connect to, {@code redis://host:port}. */
  public String uri() {
    return "redis://127.0.0.1:" + acceptor.getLocalPort();
  }

  /** Returns how many replies and pushes were mistreated so far. */
  public long mistreated() {
    return mistreated.sum();
  }

  /** Forwards everything as it is, as at the start. */
  public void pass() {
    rule = null;
    once.set(null);
  }

  /**
   * Mistreats one of so many replies and pushes, at random and each time in one of these ways.
   *
   * @param oneIn at least 1
   * @param seed of the random numbers
   */
  public void mistreat(int oneIn, long seed, Mistreatment... choice) {
    rule = new Rule(oneIn, List.of(choice), new Random(seed));
  }

  /**
   * Mistreats one reply or push: the next one, on any connection, that fits.
   *
   * @param frame is asked about what the server sent, as it stands in the protocol, a character for
   *     each byte
   */
  public void once(Mistreatment mistreatment, Predicate<String> frame) {
    once.set(new Order(mistreatment, frame, "", 0));
  }

  /**
   * Sends something else in place of one reply: of the next one, on any connection, that fits.
   *
   * @param forged the beginning, a character for each byte
   * @param filler how many more bytes follow, unless the client ends the connection before
   */
  public void forge(String forged, long filler, Predicate<String> frame) {
    once.set(new Order(null, frame, forged, filler));
  }

  /** Returns whether what {@link #once} asked for is still to come. */
  public boolean isWaiting() {
    return once.get() != null;
  }

  /** Returns what was ordered for this reply or push, which counts as done now, or null. */
  private @Nullable Order orderFor(byte[] frame) {
    Order order = once.get();
    if (order == null
        || !order.frame().test(new String(frame, StandardCharsets.ISO_8859_1))
        || !once.compareAndSet(order, null)) {
      return null;
    }
    mistreated.increment();
    return order;
  }

  private @Nullable Mistreatment draw(byte[] frame) {
    Rule current = rule;
    Mistreatment drawn = current == null ? null : current.draw();
    if (drawn == null || (drawn == Mistreatment.DROP_PUSH) != ReplyFrames.isPush(frame)) {
      return null;
    }
    mistreated.increment();
    return drawn;
  }

  private void accept() {
    while (!acceptor.isClosed()) {
      try {
        Connection connection = new Connection(acceptor.accept());
        connections.add(connection);
        daemon("requests", connection::forwardRequests);
        if (acceptor.isClosed()) {
          connection.close();
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "reply-proxy-" + acceptor.getLocalPort() + "-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends all connections and accepts no more; a second call does nothing. Never throws. */
  @Override
  public void close() {
    FaultProxy.closeQuietly(acceptor);
    connections.forEach(Connection::close);
  }

  /** Returns where it listens and where it leads to. */
  @Override
  public String toString() {
    return "ReplyProxy at " + uri() + " to " + target;
  }

  /** One client's connection and that to the server behind it. */
  private final class Connection {
    private final Socket client;
    private final Socket server = new Socket();
    private final ReplyFrames frames = new ReplyFrames();
    private byte @Nullable [] held;

    /** Whether what is held may not be overtaken by a reply of its length. */
    private boolean keepsOrder;

    Connection(Socket client) {
      this.client = client;
    }

    void forwardRequests() {
      try {
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        server.connect(target);
        daemon("replies", this::forwardReplies);
        client.getInputStream().transferTo(server.getOutputStream());
      } catch (IOException e) {
        // as good as an end
      } finally {
        close();
      }
    }

    private void forwardReplies() {
      byte[] chunk = new byte[64 * 1024];
      try {
        OutputStream out = client.getOutputStream();
        for (int length = read(chunk, out); length >= 0; length = read(chunk, out)) {
          frames.add(chunk, length);
          for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
            forward(frame, out);
          }
          out.flush();
        }
      } catch (IOException e) {
        // as good as an end
      } finally {
        close();
      }
    }

    /** Reads; what is held back goes out when nothing comes for a while. */
    private int read(byte[] chunk, OutputStream out) throws IOException {
      while (true) {
        server.setSoTimeout(held == null ? 0 : PATIENCE_MILLIS);
        try {
          return server.getInputStream().read(chunk);
        } catch (SocketTimeoutException e) {
          release(out);
        }
      }
    }

    private void forward(byte[] frame, OutputStream out) throws IOException {
      Order order = orderFor(frame);
      Mistreatment mistreatment = order == null ? draw(frame) : order.mistreatment();
      if (order != null && mistreatment == null) {
        forge(order, out);
        return;
      }
      if (ReplyFrames.isPush(frame)) {
        if (mistreatment == null) {
          out.write(frame);
        }
        return;
      }
      if (held != null && keepsOrder && held.length == frame.length) {
        release(out);
      }
      keepsOrder = mistreatment == Mistreatment.SWAP_UNLIKE_REPLIES;
      if ((keepsOrder || mistreatment == Mistreatment.SWAP_REPLIES) && held == null) {
        held = frame;
        return;
      }
      if (mistreatment == Mistreatment.INJECT_PUSH) {
        out.write(FLUSHED);
      }
      if (mistreatment != Mistreatment.DROP_REPLY) {
        out.write(frame);
      }
      if (mistreatment == Mistreatment.DOUBLE_REPLY) {
        out.write(frame);
      }
      release(out);
    }

    private void forge(Order order, OutputStream out) throws IOException {
      out.write(order.forged().getBytes(StandardCharsets.ISO_8859_1));
      byte[] filler = new byte[64 * 1024];
      for (long left = order.filler(); left > 0; left -= filler.length) {
        out.write(filler, 0, (int) Math.min(left, filler.length));
      }
    }

    private void release(OutputStream out) throws IOException {
      byte[] late = held;
      held = null;
      if (late != null) {
        out.write(late);
      }
    }

    void close() {
      FaultProxy.closeQuietly(client);
      FaultProxy.closeQuietly(server);
      connections.remove(this);
    }
  }
}
