package io.cacheaside.sample.demo;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.sample.CachedCatalogue;
import io.cacheaside.sample.Catalogue;
import io.cacheaside.sample.NaiveCatalogue;
import io.cacheaside.sample.ProductDatabase;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One of the two catalogues together with its connection to Redis. Threadsafe. */
final class Contender implements AutoCloseable {
  /**
   * How long a call may wait for Redis. Longer than one would choose in production: the demo shares
   * two cores with a database, a Redis and four more JVMs.
   */
  static final Duration COMMAND_TIMEOUT = Duration.ofMillis(250);

  /** Four JVMs that start at once on two busy cores need their time. */
  static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final Kind kind;
  private final Catalogue catalogue;
  private final LongSupplier hits;
  private final AutoCloseable connection;

  /** Which catalogue it is. */
  enum Kind {
    NAIVE("naive"),
    CACHE_ASIDE("CacheAside");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  private Contender(Kind kind, Catalogue catalogue, LongSupplier hits, AutoCloseable connection) {
    this.kind = kind;
    this.catalogue = catalogue;
    this.hits = hits;
    this.connection = connection;
  }

  /** Connects a catalogue. There can be one of {@link Kind#CACHE_ASIDE} at a time in a JVM. */
  static Contender connect(Kind kind, Endpoints endpoints, ProductDatabase database) {
    return switch (kind) {
      case NAIVE -> naive(endpoints, database);
      case CACHE_ASIDE -> cacheAside(endpoints, database);
    };
  }

  private static Contender naive(Endpoints endpoints, ProductDatabase database) {
    PlainRedis redis = PlainRedis.connect(endpoints.redisUri(), COMMAND_TIMEOUT, START_TIMEOUT);
    NaiveCatalogue catalogue =
        new NaiveCatalogue(
            database,
            redis.commands(),
            new KryoCodec(KryoCodecOptions.defaults()),
            endpoints.app() + "-naive:");
    return new Contender(Kind.NAIVE, catalogue, catalogue::hits, redis);
  }

  private static Contender cacheAside(Endpoints endpoints, ProductDatabase database) {
    CacheCounters counters = new CacheCounters();
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .redis(endpoints.redisUri())
            .app(endpoints.app())
            .commandTimeout(COMMAND_TIMEOUT)
            .listener(counters)
            .requireRedisAtStart(true)
            .startTimeout(START_TIMEOUT)
            .build();
    CacheAsideRuntime runtime = CacheAsideRuntime.install(config);
    return new Contender(
        Kind.CACHE_ASIDE,
        new CachedCatalogue(database),
        () -> counters.snapshot().hits() + counters.snapshot().negativeHits(),
        runtime);
  }

  Kind kind() {
    return kind;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** Returns how many calls were answered from Redis so far. */
  long hits() {
    return hits.getAsLong();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing the " + kind + " catalogue failed: " + e, e);
    }
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
