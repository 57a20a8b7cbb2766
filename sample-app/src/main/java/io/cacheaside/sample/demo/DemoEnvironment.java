package io.cacheaside.sample.demo;

import io.cacheaside.sample.ProductDatabase;
import io.cacheaside.testing.RedisServer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all scenarios share: a Redis, a filled database and both catalogues. Closing it stops what
 * was started here and removes the tables.
 */
final class DemoEnvironment implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final int products;
  private final Endpoints endpoints;
  private final @Nullable RedisServer ownRedis;
  private final ProductDatabase database;
  private final Contender naive;
  private final Contender cacheAside;

  private DemoEnvironment(
      @Nullable String redisUri, @Nullable String jdbcUrl, int products, Progress progress) {
    this.products = products;
    boolean complete = false;
    try {
      ownRedis = redisUri == null ? opened(RedisServer.startProcess()) : null;
      String uri = ownRedis == null ? String.valueOf(redisUri) : ownRedis.uri();
      progress.say("Redis: %s", describeRedis());
      String jdbc = jdbcUrl == null ? opened(LocalDatabase.start()).url() : jdbcUrl;
      String app = "demo-" + UUID.randomUUID().toString().substring(0, 8);
      endpoints = new Endpoints(uri, jdbc, app);
      database = opened(new ProductDatabase(jdbc));
      progress.say("database: %s, %,d products", describe(jdbc), products);
      database.drop();
      database.create(products, KeyTrapScenario.discounts());
      opened.push(database::drop);
      naive = opened(Contender.connect(Contender.Kind.NAIVE, endpoints, database));
      cacheAside = opened(Contender.connect(Contender.Kind.CACHE_ASIDE, endpoints, database));
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /**
   * Opens an environment.
   *
   * @param redisUri a server to use, or null to start one
   * @param jdbcUrl a database to use, or null to start one
   * @param products how many products the catalogue has
   */
  static DemoEnvironment open(
      @Nullable String redisUri, @Nullable String jdbcUrl, int products, Progress progress) {
    return new DemoEnvironment(redisUri, jdbcUrl, products, progress);
  }

  /** Returns the part of a JDBC URL that holds no credentials. */
  static String describe(String jdbcUrl) {
    return jdbcUrl.replaceFirst("//[^/@]*@", "//").split("[;?]", 2)[0];
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Returns how many products there are; their numbers begin at 1. */
  int products() {
    return products;
  }

  Endpoints endpoints() {
    return endpoints;
  }

  ProductDatabase database() {
    return database;
  }

  Contender naive() {
    return naive;
  }

  Contender cacheAside() {
    return cacheAside;
  }

  /** Returns the Redis that was started here, or null if it was given. */
  @Nullable RedisServer ownRedis() {
    return ownRedis;
  }

  /** Returns what Redis it is, without credentials. */
  String describeRedis() {
    return ownRedis == null ? "given with --redis" : ownRedis.describe();
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("the demo could not be cleaned up: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
