package io.cacheaside.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. */
final class DockerRedis extends RedisServer {
  private static final String IMAGE = "redis:7.4-alpine";
  private static final int INSIDE = 6379;

  private final GenericContainer<?> container;
  private final String version;

  private DockerRedis(GenericContainer<?> container, String version) {
    this.container = container;
    this.version = version;
  }

  /** Returns whether a Docker engine answers; says no quickly where there is no trace of one. */
  static boolean isAvailable() {
    return hasTraces() && DockerClientFactory.instance().isDockerAvailable();
  }

  /**
   * Testcontainers tries every way to reach an engine and logs each failure as an error; so it is
   * asked only where one of the usual traces exists.
   */
  private static boolean hasTraces() {
    if (System.getenv("DOCKER_HOST") != null || System.getenv("DOCKER_CONTEXT") != null) {
      return true;
    }
    String home = System.getProperty("user.home", "");
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    List<Path> traces = new ArrayList<>();
    traces.add(Path.of("/var/run/docker.sock"));
    traces.add(Path.of(home, ".testcontainers.properties"));
    traces.add(Path.of(home, ".docker", "run", "docker.sock"));
    traces.add(Path.of(home, ".docker", "desktop", "docker.sock"));
    if (runtime != null) {
      traces.add(Path.of(runtime, "docker.sock"));
    }
    return traces.stream().anyMatch(Files::exists)
        || System.getProperty("os.name", "").startsWith("Windows");
  }

  static DockerRedis start(List<String> extraArgs) {
    if (!isAvailable()) {
      throw new IllegalStateException(
          RedisKind.KIND + "=docker, but no Docker engine answers; start it or unset the variable");
    }
    List<String> command = new ArrayList<>(List.of("redis-server", "--save", ""));
    command.addAll(List.of("--appendonly", "no"));
    command.addAll(extraArgs);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withExposedPorts(INSIDE)
            .withCommand(command.toArray(String[]::new));
    container.start();
    try (RedisProbe probe =
        RedisProbe.open(container.getHost(), container.getMappedPort(INSIDE), false)) {
      return new DockerRedis(container, probe.version());
    } catch (IOException e) {
      return new DockerRedis(container, IMAGE); // it wants a password: the tag must do
    }
  }

  @Override
  public String uri() {
    return "redis://" + host() + ":" + port();
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(INSIDE);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String describe() {
    return "Redis " + version + " (Docker, " + IMAGE + ") at " + uri();
  }

  @Override
  public void close() {
    container.stop();
  }
}
