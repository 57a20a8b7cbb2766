package io.cacheaside.store.redis.options;

import io.cacheaside.store.redis.RedisClusterStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.address.QuietStart;
import io.cacheaside.store.redis.address.RedisUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RedisStore} or a {@link RedisClusterStore} connects. Instances are immutable and
 * threadsafe; only {@link Builder} makes sense to create them.
 *
 * @param uri {@code redis://[[user]:password@]host[:port][/database]}, {@code
 *     redis-sentinel://[[user]:password@]host[:port],...[/database]#primary} with the name that the
 *     Sentinels have for the primary, or {@code redis-cluster://[[user]:password@]host[:port],...};
 *     each begins with {@code rediss} for TLS. The only mandatory option
 * @param commandTimeout after which a call other than a lookup fails, within 100 ms; whoever looks
 *     up bounds the waiting. 50 ms
 * @param requestQueueSize how many commands may be under way on a connection, written or not,
 *     32,768; more fail at once, with {@code OVERLOADED}. A waiting lookup takes 90 bytes beside
 *     its key, other commands some 600: 20 MB at most, and the keys
 * @param requestQueueBytes how many bytes of keys, arguments and records may wait to be written to
 *     a connection, 32 MiB; more fail at once, with {@code OVERLOADED}, but one command of any size
 *     may always wait. Lookups do not count. They exist twice while the socket takes them
 * @param connectTimeout for a TCP connection; the builder always says 500 ms
 * @param tcpUserTimeout after which unacknowledged bytes break a connection; the builder always
 *     says 2 s. Needs netty's epoll transport on the classpath, without it the operating system
 *     decides
 * @param reconnectDelayMin shortest pause before the next attempt to connect, 10 ms
 * @param reconnectDelayMax longest pause, 250 ms; between the two it is random
 * @param stagingThreshold records of this many bytes or more reach Redis in two steps, because a
 *     script copies its arguments; the builder always says 4096
 * @param maxValueBytes the largest payload of an entry in any JVM, 64 MiB; what is longer, and more
 *     than 1 MiB, is not read but answered with {@code FOREIGN}
 * @param generationMaxAge for how long another JVM's clearing of a region may go unnoticed when the
 *     connection that tells of it hangs, 1 s; zero asks Redis with each lookup instead
 * @param invalidationReplicas how many replicas have to have an invalidation until it counts as
 *     acknowledged; 0
 * @param invalidationReplicaTimeout how long Redis waits for them, 50 ms
 * @param quietStart keeps failures to connect out of the log at the beginning; null, as only the
 *     cache itself has one
 * @param caCertificate a PEM file with the certificates to trust with {@code rediss://}, or null
 *     for those of the JVM
 */
public record RedisStoreOptions(
    String uri,
    Duration commandTimeout,
    int requestQueueSize,
    int requestQueueBytes,
    Duration connectTimeout,
    Duration tcpUserTimeout,
    Duration reconnectDelayMin,
    Duration reconnectDelayMax,
    int stagingThreshold,
    int maxValueBytes,
    Duration generationMaxAge,
    int invalidationReplicas,
    Duration invalidationReplicaTimeout,
    @Nullable QuietStart quietStart,
    @Nullable Path caCertificate) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(2);
  private static final int STAGING_THRESHOLD = 4096;

  /**
   * Checks every option.
   *
   * @throws IllegalArgumentException naming the option, what is wrong, and how to write it; the URI
   *     itself is never repeated, because it may hold a password
   */
  public RedisStoreOptions {
    RedisUri parsed = RedisUri.parse(uri);
    positive("commandTimeout", commandTimeout);
    positive("connectTimeout", connectTimeout);
    positive("tcpUserTimeout", tcpUserTimeout);
    positive("reconnectDelayMin", reconnectDelayMin);
    if (reconnectDelayMax.compareTo(reconnectDelayMin) < 0) {
      throw new IllegalArgumentException(
          "reconnectDelayMax is "
              + reconnectDelayMax
              + ", less than reconnectDelayMin, "
              + reconnectDelayMin
              + "; raise it");
    }
    positive("requestQueueSize", requestQueueSize);
    positive("requestQueueBytes", requestQueueBytes);
    positive("stagingThreshold", stagingThreshold);
    positive("maxValueBytes", maxValueBytes);
    if (generationMaxAge.isNegative()) {
      throw new IllegalArgumentException(
          "generationMaxAge is " + generationMaxAge + "; write a duration, or zero for none");
    }
    if (invalidationReplicas < 0) {
      throw new IllegalArgumentException(
          "invalidationReplicas is " + invalidationReplicas + "; at least 0 is needed");
    }
    positive("invalidationReplicaTimeout", invalidationReplicaTimeout);
    if (caCertificate != null && !parsed.tls()) {
      throw new IllegalArgumentException(
          "caCertificate is set, but the Redis URI begins with "
              + parsed.kind().scheme()
              + "://; write "
              + parsed.kind().tlsScheme()
              + ":// for TLS");
    }
    if (caCertificate != null && !Files.isReadable(caCertificate)) {
      throw new IllegalArgumentException(
          "caCertificate " + caCertificate + " cannot be read; name a PEM file");
    }
  }

  /** Returns a builder with the defaults and this URI, which is checked in {@code build}. */
  public static Builder builder(String uri) {
    return new Builder(uri);
  }

  /** Returns whether the URI names a cluster, which {@link RedisClusterStore} is for. */
  public boolean isCluster() {
    return RedisUri.parse(uri).kind() == RedisUri.Kind.CLUSTER;
  }

  /** Returns the options without user and password. */
  @Override
  public String toString() {
    RedisUri parsed = RedisUri.parse(uri);
    return "RedisStoreOptions["
        + parsed
        + (parsed.tls() ? ", TLS" : "")
        + (parsed.password() == null ? "" : ", with password")
        + ", commandTimeout="
        + commandTimeout
        + ", requestQueueSize="
        + requestQueueSize
        + ", requestQueueBytes="
        + requestQueueBytes
        + ", connectTimeout="
        + connectTimeout
        + ", tcpUserTimeout="
        + tcpUserTimeout
        + ", reconnectDelay="
        + reconnectDelayMin
        + ".."
        + reconnectDelayMax
        + ", stagingThreshold="
        + stagingThreshold
        + ", maxValueBytes="
        + maxValueBytes
        + ", generationMaxAge="
        + generationMaxAge
        + (invalidationReplicas == 0
            ? ""
            : ", invalidationReplicas="
                + invalidationReplicas
                + " within "
                + invalidationReplicaTimeout)
        + "]";
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " is " + value + "; at least 1 ms is needed");
    }
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + "; at least 1 is needed");
    }
  }

  /** Collects options; not threadsafe. Each method is named after the option it sets. */
  public static final class Builder {
    private final String uri;
    private Duration commandTimeout = Duration.ofMillis(50);
    private int requestQueueSize = 32_768;
    private int requestQueueBytes = 32 * 1024 * 1024;
    private Duration reconnectDelayMin = Duration.ofMillis(10);
    private Duration reconnectDelayMax = Duration.ofMillis(250);
    private int maxValueBytes = 64 << 20;
    private Duration generationMaxAge = Duration.ofSeconds(1);
    private int invalidationReplicas;
    private Duration invalidationReplicaTimeout = Duration.ofMillis(50);
    private @Nullable QuietStart quietStart;
    private @Nullable Path caCertificate;

    private Builder(String uri) {
      this.uri = uri;
    }

    /** See {@link RedisStoreOptions#commandTimeout}. */
    public Builder commandTimeout(Duration value) {
      commandTimeout = value;
      return this;
    }

    /** See {@link RedisStoreOptions#requestQueueSize}. */
    public Builder requestQueueSize(int value) {
      requestQueueSize = value;
      return this;
    }

    /** See {@link RedisStoreOptions#requestQueueBytes}. */
    public Builder requestQueueBytes(int value) {
      requestQueueBytes = value;
      return this;
    }

    /** See {@link RedisStoreOptions#reconnectDelayMin} and {@code reconnectDelayMax}. */
    public Builder reconnectDelay(Duration min, Duration max) {
      reconnectDelayMin = min;
      reconnectDelayMax = max;
      return this;
    }

    /** See {@link RedisStoreOptions#maxValueBytes}. */
    public Builder maxValueBytes(int value) {
      maxValueBytes = value;
      return this;
    }

    /** See {@link RedisStoreOptions#generationMaxAge}. */
    public Builder generationMaxAge(Duration value) {
      generationMaxAge = value;
      return this;
    }

    /**
     * Sets how many replicas have to have an invalidation, and how long they are waited for. See
     * {@link RedisStoreOptions#invalidationReplicas}.
     */
    public Builder durability(int replicas, Duration timeout) {
      invalidationReplicas = replicas;
      invalidationReplicaTimeout = timeout;
      return this;
    }

    /** See {@link RedisStoreOptions#quietStart}. */
    public Builder quietStart(@Nullable QuietStart value) {
      quietStart = value;
      return this;
    }

    /** See {@link RedisStoreOptions#caCertificate}. */
    public Builder caCertificate(@Nullable Path value) {
      caCertificate = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one of them is not usable
     */
    public RedisStoreOptions build() {
      return new RedisStoreOptions(
          uri,
          commandTimeout,
          requestQueueSize,
          requestQueueBytes,
          CONNECT_TIMEOUT,
          TCP_USER_TIMEOUT,
          reconnectDelayMin,
          reconnectDelayMax,
          STAGING_THRESHOLD,
          maxValueBytes,
          generationMaxAge,
          invalidationReplicas,
          invalidationReplicaTimeout,
          quietStart,
          caCertificate);
    }
  }
}
