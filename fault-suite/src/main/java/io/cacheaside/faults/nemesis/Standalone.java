package io.cacheaside.faults.nemesis;

import io.cacheaside.testing.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Consumer;

/** One server, and what an operator can do to it. */
final class Standalone implements Stage {
  private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(10);

  private final RedisServer server;
  private final RedisClient client;

  private Standalone(RedisServer server) {
    this.server = server;
    this.client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(server.host())
                .withPort(server.port())
                .withTimeout(ADMIN_TIMEOUT)
                .build());
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
  }

  static Standalone start() {
    return new Standalone(RedisServer.startProcess());
  }

  RedisServer server() {
    return server;
  }

  /** Runs commands on a connection of their own. */
  void command(Consumer<RedisCommands<String, String>> commands) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      commands.accept(connection.sync());
    }
  }

  /** Closes the connections of all clients. */
  void killClients() {
    command(redis -> redis.clientKill(KillArgs.Builder.typeNormal().skipme()));
  }

  /** Lets the server have so many bytes less than it uses now. */
  void squeeze(long bytes, String policy) {
    command(
        redis -> {
          long used = Long.parseLong(info(redis.info("memory"), "used_memory"));
          redis.configSet("maxmemory-policy", policy);
          redis.configSet("maxmemory", Long.toString(Math.max(1, used - bytes)));
        });
  }

  /** Takes the bound on memory away. */
  void relax() {
    command(redis -> redis.configSet("maxmemory", "0"));
  }

  private static String info(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("INFO names no " + name))
        .substring(name.length() + 1)
        .strip();
  }

  @Override
  public String uri() {
    return server.uri();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}
