package io.cacheaside.testing;

import java.util.List;

/**
 * A real Redis that a test, demo or benchmark talks to.
 *
 * <p>{@link #start} takes the first of: the server whose URI is in {@code CACHEASIDE_REDIS_URI}, a
 * Docker container when an engine answers, {@code redis-server} on the PATH, the 6.2 binary inside
 * embedded-redis. {@code TEST_REDIS=docker|path|embedded} forces one of the last three, and the
 * path of an executable server forces that. Both names are read as system properties first, then
 * from the environment; the log says what was found.
 *
 * <p>A server that was started here listens on the loopback interface only, keeps nothing on disk
 * and dies with {@link #close} or, at the latest, with the JVM. This class is threadsafe, but who
 * stops a server should be alone with it.
 */
public abstract sealed class RedisServer implements AutoCloseable
    permits DockerRedis, ExternalRedis, ProcessRedis {

  RedisServer() {}

  /**
   * Finds or starts a server.
   *
   * @param extraArgs further options of redis-server, for example {@code "--maxmemory", "10mb"}
   * @throws IllegalStateException if the kind asked for is not available, if it takes no options,
   *     or if the server does not answer
   */
  public static RedisServer start(String... extraArgs) {
    return RedisKind.read(RedisKind.ENVIRONMENT).start(List.of(extraArgs));
  }

  /**
   * Starts a process of our own, which can be paused and killed: the server whose path is in {@code
   * TEST_REDIS}, else redis-server on the PATH if there is one and {@code embedded} is not asked
   * for, else the embedded one.
   *
   * @param extraArgs further options of redis-server
   * @throws IllegalStateException if there is no binary, or if the server does not answer
   */
  public static RedisServer startProcess(String... extraArgs) {
    return RedisKind.read(RedisKind.ENVIRONMENT).startProcess(List.of(extraArgs));
  }

  /** Returns a port of the loopback interface that was free a moment ago. */
  public static int freePort() {
    return FreePort.any();
  }

  /** Returns the URI to connect to, {@code redis://host:port} unless it was given from outside. */
  public abstract String uri();

  /** Returns the host name or address. */
  public abstract String host();

  /** Returns the TCP port. */
  public abstract int port();

  /** Returns the server's version, for example {@code 7.0.15}. */
  public abstract String version();

  /** Returns one line for a log: what it is, its version, and where. */
  public abstract String describe();

  /**
   * Freezes the server: connections stay open, nothing is answered.
   *
   * @throws UnsupportedOperationException if this is no process of our own
   */
  public void pause() {
    throw unsupported("paused");
  }

  /**
   * Lets a paused server go on.
   *
   * @throws UnsupportedOperationException if this is no process of our own
   */
  public void resume() {
    throw unsupported("resumed");
  }

  /**
   * Kills the server without warning (SIGKILL) and waits until it is gone.
   *
   * @throws UnsupportedOperationException if this is no process of our own
   */
  public void kill() {
    throw unsupported("killed");
  }

  /**
   * Starts the server again, on the same port and empty; kills it before if it still runs.
   *
   * @throws UnsupportedOperationException if this is no process of our own
   */
  public void restart() {
    throw unsupported("restarted");
  }

  /** Stops the server if it was started here; a second call does nothing. Never throws. */
  @Override
  public abstract void close();

  /** Returns {@link #describe}, which holds no password. */
  @Override
  public final String toString() {
    return describe();
  }

  private UnsupportedOperationException unsupported(String verb) {
    return new UnsupportedOperationException(
        describe() + " cannot be " + verb + "; use RedisServer.startProcess");
  }
}
