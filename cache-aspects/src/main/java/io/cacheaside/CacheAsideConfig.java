package io.cacheaside;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RegionSettings;
import io.cacheaside.key.Names;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.TransactionHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  final String app;
  final @Nullable String redisUri;
  final @Nullable Supplier<? extends Store> store;
  final @Nullable Codec codec;
  final CacheListener listener;
  final EngineOptions options;
  final Map<String, RegionSettings> regions;
  final Map<String, String> regionPlaces;
  final List<String> allow;
  final int maxValueBytes;
  final boolean requireRedisAtStart;
  final Duration startWait;
  final Duration startTimeout;
  final WeavingCheck weavingCheck;
  final RegionCheck regionCheck;
  final Duration generationMaxAge;
  final int invalidationReplicas;
  final Duration invalidationReplicaTimeout;
  final TransactionSettings transactions;

  private CacheAsideConfig(Builder builder) {
    this.app = builder.app;
    this.redisUri = builder.redisUri;
    this.store = builder.store;
    this.codec = builder.codec;
    this.listener = builder.listener;
    this.options =
        new EngineOptions(
            builder.commandTimeout,
            builder.lease,
            builder.loadTimeout,
            builder.waitLimit,
            builder.jitterPercent / 100.0,
            builder.dirtyKeyLimit,
            builder.dirtyRetention,
            builder.awaitPopulate,
            builder.logKeys,
            builder.recovery.options());
    this.regions = Map.copyOf(builder.regions);
    this.regionPlaces = Collections.unmodifiableMap(new TreeMap<>(builder.regionPlaces));
    this.allow = List.copyOf(builder.allow);
    this.maxValueBytes = builder.maxValueBytes;
    this.requireRedisAtStart = builder.requireRedisAtStart;
    this.startWait = builder.startWait;
    this.startTimeout = builder.startTimeout;
    this.weavingCheck = builder.weavingCheck;
    this.regionCheck = builder.regionCheck;
    this.generationMaxAge = builder.generationMaxAge;
    this.invalidationReplicas = builder.recovery.replicas();
    this.invalidationReplicaTimeout = builder.recovery.replicaTimeout();
    this.transactions = builder.transactions;
  }

  /**
   * Returns the application and what is set for regions; no URI, because it may hold a password.
   */
  @Override
  public String toString() {
    return "CacheAsideConfig[app=" + app + ", regions=" + regions + "]";
  }

  /** Returns a builder in which nothing but the defaults is set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects settings. Mistakes are not thrown one by one: {@link #build} reports all of them. Not
   * threadsafe.
   */
  public static final class Builder extends RecoveryBuilder<Builder> {
    private final List<String> allow = new ArrayList<>();
    private String app = "cacheaside";
    @Nullable String redisUri;
    @Nullable Supplier<? extends Store> store;
    private @Nullable Codec codec;
    private CacheListener listener = CacheListener.NONE;
    Duration commandTimeout = Settings.COMMAND_TIMEOUT.orFallback();
    Duration lease = Settings.LEASE.orFallback();
    private Duration loadTimeout = Settings.LOAD_TIMEOUT.orFallback();
    private Duration waitLimit = Settings.WAIT_LIMIT.orFallback();
    private Duration startTimeout = Settings.START_TIMEOUT.orFallback();
    private Duration startWait = Settings.START_WAIT.orFallback();
    private Duration generationMaxAge = Settings.GENERATION_MAX_AGE.orFallback();
    private int jitterPercent = Settings.JITTER_PERCENT.fallback();
    private int maxValueBytes = Settings.MAX_VALUE_BYTES.fallback();
    private boolean awaitPopulate;
    private boolean logKeys;
    boolean requireRedisAtStart;
    private WeavingCheck weavingCheck = WeavingCheck.FAIL;
    private RegionCheck regionCheck = RegionCheck.FAIL;
    private TransactionSettings transactions = TransactionSettings.DEFAULTS;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the Redis server, {@code redis://[user:password@]host[:port][/database]}; or the one
     * that Sentinels name, {@code
     * redis-sentinel://[user:password@]host[:port],...[/database]#primary}; or a cluster, {@code
     * redis-cluster://[user:password@]host[:port],...}. Each begins with {@code rediss} for TLS.
     */
    public Builder redis(String uri) {
      this.redisUri = uri;
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

    /** Sets the listener that is told what the cache does. */
    public Builder listener(CacheListener listener) {
      this.listener = listener;
      return this;
    }

    /** Sets the first part of all keys, so that applications can share a Redis. */
    public Builder app(String name) {
      if (Names.isValid(name)) {
        this.app = name;
      } else {
        problem("app", name, "is not a name; use " + Names.ALLOWED);
      }
      return this;
    }

    /** Sets a caller's longest wait for one Redis command; 50 ms if not set, more if it is late. */
    public Builder commandTimeout(Duration timeout) {
      commandTimeout = Settings.COMMAND_TIMEOUT.checked(timeout, commandTimeout, problems);
      return this;
    }

    /**
     * Sets after which time without renewal a load's right to populate may pass to another loader;
     * 3 s if not set.
     */
    public Builder lease(Duration duration) {
      lease = Settings.LEASE.checked(duration, lease, problems);
      return this;
    }

    /** Sets for how long the lease of a running load is renewed; 30 s if not set. */
    public Builder loadTimeout(Duration timeout) {
      loadTimeout = Settings.LOAD_TIMEOUT.checked(timeout, loadTimeout, problems);
      return this;
    }

    /**
     * Sets the longest wait of a caller for the load that holds the lease, and again, if it has to
     * go past the cache, for a load that does; 5 s if not set.
     */
    public Builder waitLimit(Duration limit) {
      waitLimit = Settings.WAIT_LIMIT.checked(limit, waitLimit, problems);
      return this;
    }

    /** Sets how much TTLs are shortened at random, in percent, 0 to 50; 10 if not set. */
    public Builder jitterPercent(int percent) {
      jitterPercent = Settings.JITTER_PERCENT.checked(percent, jitterPercent, problems);
      return this;
    }

    /**
     * Sets whether a caller whose load is cached waits until Redis has stored it; false if not set.
     * It makes a difference for other JVMs only: what this JVM asks for afterwards finds the value.
     */
    public Builder awaitPopulate(boolean await) {
      awaitPopulate = await;
      return this;
    }

    /**
     * Sets for how long at most the clearing of a region by another JVM may go unnoticed here, when
     * the connection on which Redis tells of it hangs; normally it takes a millisecond. 1 s if not
     * set; zero asks Redis with each read instead.
     */
    public Builder generationMaxAge(Duration age) {
      generationMaxAge = Settings.GENERATION_MAX_AGE.checked(age, generationMaxAge, problems);
      return this;
    }

    /**
     * Sets whether the text of keys may stand in logs, messages and {@code Key.toString}, which
     * otherwise have the template and a hash; false if not set.
     */
    public Builder logKeys(boolean log) {
      logKeys = log;
      return this;
    }

    /** Sets the size in bytes above which values are returned but not cached; 1 MiB if not set. */
    public Builder maxValueBytes(int bytes) {
      maxValueBytes = Settings.MAX_VALUE_BYTES.checked(bytes, maxValueBytes, problems);
      return this;
    }

    /**
     * Allows classes in values beyond those that the return types name, for example where a field
     * is declared {@code Object}.
     */
    public Builder allow(String... classes) {
      allow.addAll(List.of(classes));
      return this;
    }

    /**
     * Sets whether {@code install} fails if Redis does not answer within the start timeout. Not
     * set: it succeeds, and calls go past the cache until Redis answers.
     */
    public Builder requireRedisAtStart(boolean require) {
      this.requireRedisAtStart = require;
      return this;
    }

    /**
     * Sets how long {@code install} waits at most for the first connection to Redis, and then, as
     * long again at most, for a first value to be cached and read, so that the application's first
     * calls meet a cache that works; 2 s if not set. Without Redis it goes on after this time. Zero
     * does not wait, and leaves it to the first calls.
     */
    public Builder startWait(Duration wait) {
      startWait = Settings.START_WAIT.checked(wait, startWait, problems);
      return this;
    }

    /**
     * Sets how long {@code install} waits, in place of the start wait, if Redis is required at the
     * start; 5 s if not set.
     */
    public Builder startTimeout(Duration timeout) {
      startTimeout = Settings.START_TIMEOUT.checked(timeout, startTimeout, problems);
      return this;
    }

    /**
     * Sets what {@code install} does about annotated methods that are not woven; fails if not set.
     */
    public Builder weavingCheck(WeavingCheck check) {
      this.weavingCheck = check;
      return this;
    }

    /** Sets what {@code install} does about set regions that no method is in; fails if not set. */
    public Builder regionCheck(RegionCheck check) {
      this.regionCheck = check;
      return this;
    }

    /** Adds transactions that invalidations wait for, such as a {@code JtaTransactionHook}. */
    public Builder transactionHook(TransactionHook hook) {
      transactions = transactions.withHook(hook);
      return this;
    }

    /** Sets whether Spring's transactions are waited for where spring-tx is; yes if not set. */
    public Builder springTransactions(boolean wait) {
      transactions = transactions.withSpring(wait);
      return this;
    }

    /** Sets the isolation of transactions that name none; unknown if not set. */
    public Builder transactionIsolation(TransactionIsolation isolation) {
      transactions = transactions.withIsolation(isolation);
      return this;
    }

    /**
     * Applies the settings of a properties file in UTF-8; docs/configuration.md lists the names. An
     * unknown name is a mistake.
     */
    public Builder properties(Path file) {
      ConfigSource.file(file, this).apply();
      return this;
    }

    /**
     * Applies the variables that begin with {@code CACHEASIDE_}; others are ignored.
     *
     * @param variables normally {@link System#getenv()}
     */
    public Builder environment(Map<String, String> variables) {
      ConfigSource.environment(variables, this).apply();
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws CacheConfigurationException with all mistakes
     */
    public CacheAsideConfig build() {
      List<String> all = problems.all();
      ConfigCheck.addProblems(this, all);
      if (!all.isEmpty()) {
        throw new CacheConfigurationException(all);
      }
      return new CacheAsideConfig(this);
    }

    void problem(String setting, Object value, String finding) {
      problems.add(setting, value, finding);
    }
  }
}
