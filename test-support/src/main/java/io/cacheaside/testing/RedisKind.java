package io.cacheaside.testing;

import java.io.File;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which server the environment asks for.
 *
 * @param forced {@code docker}, {@code path}, {@code embedded}, the path of an executable server,
 *     or null for the first that is there
 * @param externalUri of a server that is not ours, or null
 * @param path the directories in which redis-server is looked for
 */
record RedisKind(@Nullable String forced, @Nullable String externalUri, String path) {
  static final String KIND = "TEST_REDIS";
  static final String URI = "CACHEASIDE_REDIS_URI";

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

  /** System properties first, so that a build tool can override the environment. */
  static final Function<String, @Nullable String> ENVIRONMENT =
      name -> System.getProperty(name, System.getenv(name));

  static RedisKind read(Function<String, @Nullable String> environment) {
    String forced = blankToNull(environment.apply(KIND));
    if (forced != null
        && !List.of("docker", "path", "embedded").contains(forced)
        && !isFile(forced)) {
      throw new IllegalStateException(
          KIND
              + "="
              + forced
              + " is no kind of Redis; use docker, path, embedded, or the path of a server");
    }
    String path = blankToNull(environment.apply("PATH"));
    return new RedisKind(forced, blankToNull(environment.apply(URI)), path == null ? "" : path);
  }

  private static boolean isFile(String kind) {
    return kind.contains(File.separator);
  }

  RedisServer start(List<String> extraArgs) {
    RedisServer server = find(extraArgs);
    LOG.info("Using {}", server);
    return server;
  }

  RedisServer startProcess(List<String> extraArgs) {
    RedisServer server = ProcessRedis.start(processBinary(), extraArgs);
    LOG.info("Using {}", server);
    return server;
  }

  /** Returns the redis-server that processes of our own run. */
  RedisBinary processBinary() {
    if (forced != null && isFile(forced)) {
      return RedisBinary.at(forced, "named by " + KIND);
    }
    String binary = "embedded".equals(forced) ? null : RedisBinary.onPath(path);
    return binary == null ? RedisBinary.embedded() : RedisBinary.at(binary, RedisBinary.ON_PATH);
  }

  private RedisServer find(List<String> extraArgs) {
    if (forced == null && externalUri != null) {
      return ExternalRedis.connect(externalUri, extraArgs);
    }
    if ("docker".equals(forced) || (forced == null && DockerRedis.isAvailable())) {
      return DockerRedis.start(extraArgs);
    }
    if ("path".equals(forced) && RedisBinary.onPath(path) == null) {
      throw new IllegalStateException(
          KIND
              + "=path, but there is no redis-server on the PATH; install one (Debian: apt-get"
              + " install redis-server) or unset "
              + KIND);
    }
    return ProcessRedis.start(processBinary(), extraArgs);
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
