package io.cacheaside.testing;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One Redis for all tests of a JVM, started when it is first asked for.
 *
 * <p>Tests that share it may run at the same time: none flushes it, each uses keys of its own, made
 * with {@link #newPrefix}. This class is threadsafe.
 */
public final class SharedRedis {
  private static final AtomicLong PREFIXES = new AtomicLong();
  private static @Nullable RedisServer server;

  private SharedRedis() {}

  /** Returns the server; it must not be paused, killed or closed. */
  public static synchronized RedisServer server() {
    RedisServer present = server;
    if (present == null) {
      present = RedisServer.start();
      server = present;
    }
    return present;
  }

  /** Returns the URI of the server. */
  public static String uri() {
    return server().uri();
  }

  /** Returns a prefix that no other test uses, also not in another JVM; it has no colon. */
  public static String newPrefix() {
    return "t"
        + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
        + "-"
        + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX)
        + "-"
        + PREFIXES.incrementAndGet();
  }
}
