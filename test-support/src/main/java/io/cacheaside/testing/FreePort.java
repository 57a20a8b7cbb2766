package io.cacheaside.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface that nobody listens on.
 *
 * <p>They lie below the range from which systems take the local ports of outgoing connections: a
 * client that tries again and again to reach a dead server would otherwise occupy the server's port
 * itself some day, or even connect to itself.
 */
final class FreePort {
  private static final int FIRST = 10_240;
  private static final int END = 32_768;
  private static final int CLUSTER_BUS_OFFSET = 10_000;
  private static final int ATTEMPTS = 1_000;

  private FreePort() {}

  static int any() {
    return find(FIRST, END, 0);
  }

  /** Returns a port whose cluster bus port, 10,000 above it, is free as well. */
  static int withClusterBus() {
    return find(FIRST, END - CLUSTER_BUS_OFFSET, CLUSTER_BUS_OFFSET);
  }

  private static int find(int first, int end, int offset) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first, end);
      if (isFree(port) && (offset == 0 || isFree(port + offset))) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + first + " and " + end);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
