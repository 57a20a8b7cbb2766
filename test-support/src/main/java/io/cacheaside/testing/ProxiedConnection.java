package io.cacheaside.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** One connection through a {@link FaultProxy}: the client's socket and the server's. */
final class ProxiedConnection {
  private static final int CHUNK = 64 * 1024;

  private final Socket client;
  private final Socket server;
  private final Network network;
  private volatile boolean damaged;
  private volatile boolean closed;

  ProxiedConnection(Socket client, Socket server, Network network) {
    this.client = client;
    this.server = server;
    this.network = network;
  }

  /** Forwards what the client sends, until one of the two ends. */
  void pumpRequests() {
    pump(client, server, true);
  }

  /** Forwards what the server sends, until one of the two ends. */
  void pumpReplies() {
    pump(server, client, false);
  }

  private void pump(Socket from, Socket to, boolean requests) {
    byte[] chunk = new byte[CHUNK];
    boolean hole = false;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        if (network.awaitDue(requests, () -> closed)) {
          hole = true;
          damaged = true;
        } else if (hole) {
          break; // the change that ended the swallowing has just come
        } else {
          out.write(chunk, 0, length);
        }
      }
    } catch (IOException e) {
      // as good as an end: passed on below
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    passOnEnd(requests);
  }

  private void passOnEnd(boolean requests) {
    try {
      network.awaitPass(requests, () -> closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Closes a connection that has lost bytes. */
  void closeIfDamaged() {
    if (damaged) {
      close();
    }
  }

  /** Closes both sides with a reset, as a network does that has lost them. */
  void close() {
    closed = true;
    closeWithReset(client);
    closeWithReset(server);
    network.wake();
  }

  private static void closeWithReset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // closed already
    }
    FaultProxy.closeQuietly(socket);
  }
}
