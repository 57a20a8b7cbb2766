package io.cacheaside.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A redis-server that runs as a child process of this JVM. */
final class ProcessRedis extends RedisServer {
  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Set<ProcessRedis> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(ProcessRedis::close), "test-redis-shutdown"));
  }

  private final RedisBinary binary;
  private final Role role;
  private final List<String> extraArgs;
  private final int port;
  private final Path directory;
  private Process process;

  /** What a process is; each finds its port in its own way. */
  enum Role {
    SERVER {
      @Override
      int port() {
        return FreePort.any();
      }
    },
    CLUSTER_NODE {
      @Override
      int port() {
        return FreePort.withClusterBus();
      }
    },
    SENTINEL {
      @Override
      int port() {
        return FreePort.any();
      }
    };

    abstract int port();
  }

  private ProcessRedis(RedisBinary binary, Role role, List<String> extraArgs, int port)
      throws IOException {
    this.binary = binary;
    this.role = role;
    this.extraArgs = extraArgs;
    this.port = port;
    this.directory = Files.createTempDirectory("test-redis");
    if (role == Role.SENTINEL) {
      Files.write(sentinelFile(), sentinelConfig());
    }
    this.process = launch();
    RUNNING.add(this);
  }

  static ProcessRedis start(RedisBinary binary, List<String> extraArgs) {
    return start(binary, Role.SERVER, extraArgs);
  }

  /**
   * Starts on a free port; tries another one if somebody else was faster.
   *
   * @param extraArgs options of redis-server; for a Sentinel, lines of its configuration
   */
  static ProcessRedis start(RedisBinary binary, Role role, List<String> extraArgs) {
    for (int attempt = 1; ; attempt++) {
      try {
        ProcessRedis server = new ProcessRedis(binary, role, extraArgs, role.port());
        if (server.awaitReady()) {
          return server;
        }
        String log = server.log();
        server.close();
        if (attempt == ATTEMPTS || !log.contains("Address already in use")) {
          throw new IllegalStateException(
              binary.file() + " " + extraArgs + " did not start; it logged:\n" + log);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binary.file());
    if (role == Role.SENTINEL) {
      command.addAll(List.of(sentinelFile().toString(), "--sentinel"));
    } else {
      command.addAll(List.of("--bind", HOST, "--port", Integer.toString(port)));
      command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
      command.addAll(List.of("--dir", directory.toString()));
      command.addAll(List.of("--repl-diskless-sync-delay", "0")); // replicas need not wait
      command.addAll(extraArgs);
    }
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(logFile()).start();
  }

  /** A Sentinel keeps what it knows in its own configuration, so that needs to be a file. */
  private Path sentinelFile() {
    return directory.resolve("sentinel.conf");
  }

  private List<String> sentinelConfig() {
    List<String> lines =
        new ArrayList<>(List.of("bind " + HOST, "port " + port, "dir " + directory));
    lines.addAll(extraArgs);
    return lines;
  }

  /** Returns whether the server answers; false if it ended or stays silent. */
  private boolean awaitReady() {
    return Await.within(START_LIMIT, () -> !process.isAlive() || isReady()) && process.isAlive();
  }

  private boolean isReady() {
    try (RedisProbe probe = RedisProbe.open(HOST, port, false)) {
      // a stranger on our port would answer as well: the child is ours only while it lives
      return probe.isReady() && process.isAlive();
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  @Override
  public synchronized void pause() {
    ProcessSignal.send("STOP", process, describe());
  }

  @Override
  public synchronized void resume() {
    ProcessSignal.send("CONT", process, describe());
  }

  @Override
  public synchronized void kill() {
    process.destroyForcibly();
    process.onExit().join(); // an interrupt does not end this wait
  }

  @Override
  public synchronized void restart() {
    kill();
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!awaitReady()) {
      throw new IllegalStateException(describe() + " did not start again; it logged:\n" + log());
    }
  }

  @Override
  public String uri() {
    return "redis://" + HOST + ":" + port;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String version() {
    return binary.version();
  }

  @Override
  public String describe() {
    String kind = role == Role.SENTINEL ? "Sentinel" : binary.product();
    return kind + " " + version() + " (" + binary.origin() + ") at " + uri();
  }

  @Override
  public void close() {
    kill();
    RUNNING.remove(this);
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted((a, b) -> b.getNameCount() - a.getNameCount())
          .map(Path::toFile)
          .forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      directory.toFile().deleteOnExit(); // closed before, or still being written: not worth failing
    }
  }

  private File logFile() {
    return directory.resolve("redis.log").toFile();
  }

  private String log() {
    try {
      return Files.readString(logFile().toPath());
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
