package io.cacheaside.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bad network: a TCP proxy on the loopback interface in front of a server, which passes, delays,
 * holds or swallows what goes through it, or cuts the connections.
 *
 * <p>It begins by passing. Each method that changes this applies at once, to the connections that
 * exist and to those that come. This class is threadsafe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetSocketAddress target;
  private final int port;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Network network = new Network();
  private Listener listener;
  private boolean closed;

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.port = FreePort.any();
    this.listener = listen();
  }

  /** Starts a proxy in front of this server. */
  public static FaultProxy to(RedisServer server) {
    return to(server.host(), server.port());
  }

  /** Starts a proxy in front of the server at this address, which need not be there yet. */
  public static FaultProxy to(String host, int port) {
    try {
      return new FaultProxy(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the host to connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** Returns the port to connect to. */
  public int port() {
    return port;
  }

  /** Returns the URI to connect to, {@code redis://host:port}. */
  public String uri() {
    return "redis://" + host() + ":" + port;
  }

  /** Returns how many connections go through the proxy now. */
  public int connections() {
    return connections.size();
  }

  /**
   * Forwards everything at once, as at the start. What was held is delivered; connections that lost
   * bytes to a swallowing end, because no TCP connection goes on with a hole in it.
   */
  public void pass() {
    change(Network.Mode.PASS, Network.Mode.PASS, Duration.ZERO, Duration.ZERO);
    listenAgain();
  }

  /**
   * Forwards everything later.
   *
   * @param toServer at least so much later, and at most twice as much, on the way to the server
   * @param toClient the same for the way back
   */
  public void delay(Duration toServer, Duration toClient) {
    change(Network.Mode.PASS, Network.Mode.PASS, toServer, toClient);
    listenAgain();
  }

  /**
   * Forwards nothing until another method is called, and then everything: a network that is
   * interrupted and heals. Connections stay open, new ones are accepted.
   */
  public void hold() {
    change(Network.Mode.HOLD, Network.Mode.HOLD, Duration.ZERO, Duration.ZERO);
    listenAgain();
  }

  /** Swallows both directions: connections stay open, new ones are accepted, nobody answers. */
  public void swallow() {
    change(Network.Mode.SWALLOW, Network.Mode.SWALLOW, Duration.ZERO, Duration.ZERO);
    listenAgain();
  }

  /** Swallows what clients send: the server sees idle clients. */
  public void swallowRequests() {
    change(Network.Mode.SWALLOW, Network.Mode.PASS, Duration.ZERO, Duration.ZERO);
    listenAgain();
  }

  /** Swallows what the server answers: commands are executed, and their clients never know. */
  public void swallowReplies() {
    change(Network.Mode.PASS, Network.Mode.SWALLOW, Duration.ZERO, Duration.ZERO);
    listenAgain();
  }

  /** Closes all connections; new ones are refused until another method is called. */
  public synchronized void cut() {
    listener.close();
    reset();
  }

  /** Closes all connections; new ones are accepted. */
  public void reset() {
    connections.forEach(ProxiedConnection::close);
  }

  private void change(
      Network.Mode toServer, Network.Mode toClient, Duration serverDelay, Duration clientDelay) {
    network.change(toServer, toClient, serverDelay, clientDelay);
    connections.forEach(ProxiedConnection::closeIfDamaged);
  }

  private synchronized void listenAgain() {
    if (closed) {
      throw new IllegalStateException("This proxy is closed; start another one");
    }
    if (listener.socket.isClosed()) {
      try {
        listener = listen();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Listener listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName(host()), port), BACKLOG);
    return new Listener(
        socket,
        CompletableFuture.runAsync(
            () -> accept(socket), task -> daemon("fault-proxy-" + port, task).start()));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      Socket client;
      try {
        client = socket.accept();
      } catch (IOException e) {
        return; // cut or closed
      }
      daemon("fault-proxy-" + port, () -> forward(socket, client)).start();
    }
  }

  /** Connects to the server on a thread of its own: that may take long. */
  private void forward(ServerSocket acceptedBy, Socket client) {
    Socket server = new Socket();
    ProxiedConnection connection = new ProxiedConnection(client, server, network);
    connections.add(connection);
    try {
      server.connect(target);
      if (acceptedBy.isClosed()) {
        return; // cut meanwhile
      }
      Thread back = daemon("fault-proxy-" + port + "-replies", connection::pumpReplies);
      back.start();
      connection.pumpRequests();
      back.join();
    } catch (IOException e) {
      return; // no server there: the client learns it from the close
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
      connections.remove(connection);
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      return; // it is of no use any more either way
    }
  }

  /** Cuts, for good; a second call does nothing. Never throws. */
  @Override
  public synchronized void close() {
    closed = true;
    cut();
  }

  /** Returns where it listens and where it leads to. */
  @Override
  public String toString() {
    return "FaultProxy at " + uri() + " to " + target;
  }

  /** A listening socket, and when nobody accepts from it any more. */
  private record Listener(ServerSocket socket, CompletableFuture<?> end) {
    /** Returns once nobody can connect: the kernel listens until the thread has left the socket. */
    void close() {
      closeQuietly(socket);
      end.join(); // an interrupt does not end this wait
    }
  }
}
