package io.cacheaside;

import io.cacheaside.config.ConfigDraft;
import io.cacheaside.config.Setting;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.TransactionHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link CacheAsideRuntime} is set up. Immutable; made by {@link #builder}.
 *
 * <pre>{@code
 * CacheAsideConfig config =
 *     CacheAsideConfig.builder()
 *         .redis("redis://localhost")
 *         .app("shop")
 *         .region("users", region -> region.ttl(Duration.ofMinutes(1)))
 *         .properties(Path.of("/etc/shop/cache.properties"))
 *         .environment(System.getenv())
 *         .build();
 * }</pre>
 *
 * What is set later overrules what was set before, wherever it came from: with the calls above an
 * environment variable beats the file, and the file beats the code. What the configuration says
 * about a region beats the annotations.
 */
public final class CacheAsideConfig {
  final SettingValues values;
  final Map<String, SettingValues> regions;
  final Map<String, String> regionPlaces;
  final @Nullable Supplier<? extends Store> store;
  final @Nullable Codec codec;
  final List<CacheListener> listeners;
  final List<TransactionHook> transactionHooks;
  final @Nullable Class<?> application;
  private final @Nullable InvalidationJournal journal;

  private CacheAsideConfig(Builder builder) {
    this.values = builder.draft.values();
    this.regions = Map.copyOf(builder.draft.regions());
    this.regionPlaces = Collections.unmodifiableMap(new TreeMap<>(builder.draft.places()));
    this.store = builder.store;
    this.codec = builder.codec;
    this.listeners = List.copyOf(builder.listeners);
    this.transactionHooks = List.copyOf(builder.transactionHooks);
    this.application = builder.application;
    this.journal = builder.journal;
  }

  /** Returns what is set, or the default. */
  <T> T get(Setting<T> setting) {
    return values.get(setting);
  }

  EngineOptions engineOptions() {
    return EngineSettings.engine(values, journal);
  }

  TransactionOptions transactionOptions() {
    return EngineSettings.transactions(values, transactionHooks);
  }

  /** Returns what is set; no URI, because it may hold a password. */
  @Override
  public String toString() {
    return "CacheAsideConfig[app=" + get(Settings.APP) + ", regions=" + regions + "]";
  }

  /**
   * Returns the names of all settings as files write them, {@code region.<name>.ttl} for those of
   * regions: for frameworks that write them differently.
   */
  public static List<String> settingNames() {
    return Settings.TABLE.rows().stream().map(Setting::name).toList();
  }

  /** Returns a builder in which nothing but the defaults is set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects settings. Mistakes are not thrown one by one: {@link #build} reports all of them. Not
   * threadsafe.
   */
  public static final class Builder {
    private final ConfigDraft draft = new ConfigDraft(Settings.TABLE);
    private final List<TransactionHook> transactionHooks = new ArrayList<>();
    private final List<CacheListener> listeners = new ArrayList<>();
    private @Nullable Supplier<? extends Store> store;
    private @Nullable Codec codec;
    private @Nullable InvalidationJournal journal;
    private @Nullable String otherwiseRedis;
    private @Nullable Class<?> application;

    private Builder() {}

    private <T> Builder set(Setting<T> setting, T value) {
      draft.set(setting, value);
      return this;
    }

    /**
     * Sets the Redis server, {@code redis://[user:password@]host[:port][/database]}; or the one
     * that Sentinels name, {@code
     * redis-sentinel://[user:password@]host[:port],...[/database]#primary}; or a cluster, {@code
     * redis-cluster://[user:password@]host[:port],...}. Each begins with {@code rediss} for TLS.
     */
    public Builder redis(String uri) {
      return set(Settings.REDIS_URI, uri);
    }

    /** Sets the Redis that is taken if neither {@link #redis} nor a store is set by the end. */
    public Builder redisOtherwise(String uri) {
      this.otherwiseRedis = uri;
      return this;
    }

    /**
     * Sets a store instead of Redis, for example {@code MemoryStore::new}; called once by each
     * installation, which also closes it.
     */
    public Builder store(Supplier<? extends Store> store) {
      this.store = store;
      return this;
    }

    /** Sets a codec instead of Kryo. */
    public Builder codec(Codec codec) {
      this.codec = codec;
      return this;
    }

    /** Adds a listener that is told what the cache does, after those that were added before. */
    public Builder listener(CacheListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Sets the first part of all keys, so that applications can share a Redis. */
    public Builder app(String name) {
      return set(Settings.APP, name);
    }

    /** Sets a caller's longest wait for one Redis command; 50 ms if not set, more if it is late. */
    public Builder commandTimeout(Duration timeout) {
      return set(Settings.COMMAND_TIMEOUT, timeout);
    }

    /**
     * Sets after which time without renewal a load's right to populate may pass to another loader;
     * 3 s if not set.
     */
    public Builder lease(Duration duration) {
      return set(Settings.LEASE, duration);
    }

    /** Sets for how long the lease of a running load is renewed; 30 s if not set. */
    public Builder loadTimeout(Duration timeout) {
      return set(Settings.LOAD_TIMEOUT, timeout);
    }

    /**
     * Sets the longest wait of a caller for the load that holds the lease, and again, if it has to
     * go past the cache, for a load that does; 5 s if not set.
     */
    public Builder waitLimit(Duration limit) {
      return set(Settings.WAIT_LIMIT, limit);
    }

    /** Sets how much TTLs are shortened at random, in percent, 0 to 50; 10 if not set. */
    public Builder jitterPercent(int percent) {
      return set(Settings.JITTER_PERCENT, percent);
    }

    /**
     * Sets whether a caller whose load is cached waits until Redis has stored it; false if not set.
     * It makes a difference for other JVMs only: what this JVM asks for afterwards finds the value.
     */
    public Builder awaitPopulate(boolean await) {
      return set(Settings.AWAIT_POPULATE, await);
    }

    /**
     * Sets for how long at most the clearing of a region by another JVM may go unnoticed here, when
     * the connection on which Redis tells of it hangs; normally it takes a millisecond. 1 s if not
     * set; zero asks Redis with each read instead.
     */
    public Builder generationMaxAge(Duration age) {
      return set(Settings.GENERATION_MAX_AGE, age);
    }

    /**
     * Sets whether the text of keys may stand in logs, messages and {@code Key.toString}, which
     * otherwise have the template and a hash; false if not set.
     */
    public Builder logKeys(boolean log) {
      return set(Settings.LOG_KEYS, log);
    }

    /** Sets the size in bytes above which values are returned but not cached; 1 MiB if not set. */
    public Builder maxValueBytes(int bytes) {
      return set(Settings.MAX_VALUE_BYTES, bytes);
    }

    /**
     * Allows classes in values beyond those that the return types name, for example where a field
     * is declared {@code Object}; in addition to those that are allowed already.
     */
    public Builder allow(String... classes) {
      return set(Settings.ALLOW, List.of(classes));
    }

    /**
     * Sets whether {@code install} fails if Redis does not answer within the start timeout. Not
     * set: it succeeds, and calls go past the cache until Redis answers.
     */
    public Builder requireRedisAtStart(boolean require) {
      return set(Settings.REQUIRE_REDIS_AT_START, require);
    }

    /**
     * Sets how long {@code install} waits at most for the first connection to Redis, and then, as
     * long again at most, for a first value to be cached and read, so that the application's first
     * calls meet a cache that works; 2 s if not set. Without Redis it goes on after this time. Zero
     * does not wait, and leaves it to the first calls.
     */
    public Builder startWait(Duration wait) {
      return set(Settings.START_WAIT, wait);
    }

    /**
     * Sets how long {@code install} waits, in place of the start wait, if Redis is required at the
     * start; 5 s if not set.
     */
    public Builder startTimeout(Duration timeout) {
      return set(Settings.START_TIMEOUT, timeout);
    }

    /**
     * Sets what {@code install} does about annotated methods that are not woven; fails if not set.
     */
    public Builder weavingCheck(WeavingCheck check) {
      return set(Settings.WEAVING_CHECK, check);
    }

    /** Sets what {@code install} does about set regions that no method is in; fails if not set. */
    public Builder regionCheck(RegionCheck check) {
      return set(Settings.REGION_CHECK, check);
    }

    /**
     * Sets a class of the application, in whose jar and class loader the start looks for annotated
     * methods; the class that calls {@code install} if not set.
     */
    public Builder application(Class<?> type) {
      this.application = type;
      return this;
    }

    /** Adds transactions that invalidations wait for, such as a {@code JtaTransactionHook}. */
    public Builder transactionHook(TransactionHook hook) {
      transactionHooks.add(hook);
      return this;
    }

    /** Sets whether Spring's transactions are waited for where spring-tx is; yes if not set. */
    public Builder springTransactions(boolean wait) {
      return set(Settings.SPRING_TRANSACTIONS, wait);
    }

    /** Sets the isolation of transactions that name none; unknown if not set. */
    public Builder transactionIsolation(TransactionIsolation isolation) {
      return set(Settings.TRANSACTION_ISOLATION, isolation);
    }

    /** Sets how many undelivered invalidations are kept; 100,000 if not set. */
    public Builder undeliveredLimit(int limit) {
      return set(Settings.UNDELIVERED_LIMIT, limit);
    }

    /**
     * Sets for how long an undelivered invalidation is kept at least; 24 d if not set, the longest
     * TTL that there can be, and never less than the longest TTL of a method that was called in
     * this JVM. A shorter one has to cover the TTLs of all JVMs.
     */
    public Builder undeliveredRetention(Duration retention) {
      return set(Settings.UNDELIVERED_RETENTION, retention);
    }

    /** Sets how long acknowledged invalidations are kept for a replay; 60 s if not set. */
    public Builder replayWindow(Duration window) {
      return set(Settings.REPLAY_WINDOW, window);
    }

    /** Sets for how long {@code close} goes on delivering invalidations; 1 s if not set. */
    public Builder closeTimeout(Duration timeout) {
      return set(Settings.CLOSE_TIMEOUT, timeout);
    }

    /** Sets how many replicas of Redis have to have an invalidation; 0 if not set. */
    public Builder invalidationReplicas(int replicas) {
      return set(Settings.INVALIDATION_REPLICAS, replicas);
    }

    /** Sets how long Redis waits for these replicas; 50 ms if not set. */
    public Builder invalidationReplicaTimeout(Duration timeout) {
      return set(Settings.INVALIDATION_REPLICA_TIMEOUT, timeout);
    }

    /** Sets a transactional outbox for invalidations; none if not set. */
    public Builder journal(InvalidationJournal journal) {
      this.journal = journal;
      return this;
    }

    /** Sets what holds for one region, in place of its annotations. */
    public Builder region(String name, Consumer<RegionBuilder> settings) {
      settings.accept(new RegionBuilder(draft, name));
      return this;
    }

    /**
     * Applies the settings of a properties file in UTF-8; docs/configuration.md lists the names. An
     * unknown name is a mistake.
     */
    public Builder properties(Path file) {
      draft.properties(file);
      return this;
    }

    /**
     * Applies the variables that begin with {@code CACHEASIDE_}; others are ignored.
     *
     * @param variables normally {@link System#getenv()}
     */
    public Builder environment(Map<String, String> variables) {
      draft.environment(variables);
      return this;
    }

    /**
     * Applies settings that are texts already, such as those that a framework has bound to a map.
     * An unknown name is a mistake.
     *
     * @param settings values by the names of a properties file: {@code region.users.ttl}
     */
    public Builder settings(Map<String, String> settings) {
      draft.map(settings);
      return this;
    }

    /**
     * Applies settings that are texts already, and says where they stand.
     *
     * @param settings values by the names of a properties file
     * @param place for messages, with a preposition: {@code in application.yml - 3:10}
     */
    public Builder settings(Map<String, String> settings, String place) {
      draft.map(settings, place);
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws CacheConfigurationException with all mistakes
     */
    public CacheAsideConfig build() {
      if (otherwiseRedis != null && store == null && !draft.isNamed(Settings.REDIS_URI)) {
        redis(otherwiseRedis);
      }
      List<String> all = draft.problems();
      ConfigCheck.addProblems(draft, store != null, all);
      if (!all.isEmpty()) {
        throw new CacheConfigurationException(all);
      }
      return new CacheAsideConfig(this);
    }
  }
}
