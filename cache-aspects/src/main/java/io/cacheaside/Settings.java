package io.cacheaside;

import static io.cacheaside.config.SettingType.choice;
import static io.cacheaside.config.SettingType.duration;
import static io.cacheaside.config.SettingType.flag;
import static io.cacheaside.config.SettingType.names;
import static io.cacheaside.config.SettingType.number;
import static io.cacheaside.config.SettingType.secret;
import static io.cacheaside.config.SettingType.text;

import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.Setting;
import io.cacheaside.config.SettingRows;
import io.cacheaside.config.SettingTable;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.key.Names;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of settings: for the builder, files, the environment, maps, messages and
 * docs/configuration.md. A new one is a row here and a method in the builder; that of regions has
 * its row in {@link RegionSettings}.
 */
final class Settings {
  private static final SettingRows ROWS = new SettingRows();
  private static final EngineOptions ENGINE = EngineOptions.DEFAULTS;
  private static final RecoveryOptions RECOVERY = RecoveryOptions.DEFAULTS;

  static final Setting<String> REDIS_URI =
      ROWS.row(
              "redis-uri",
              "`redis://[user:password@]host[:port][/database]`,"
                  + " `redis-sentinel://[user:password@]host[:port],...[/database]#primary`, or"
                  + " `redis-cluster://[user:password@]host[:port],...`; `rediss…` for TLS")
          .optional(secret(uri -> RedisStoreOptions.builder(uri).build()), "–");
  static final Setting<String> APP =
      ROWS.row("app", "first part of every key")
          .of(
              text(name -> Names.isValid(name) ? null : "is not a name; use " + Names.ALLOWED),
              "cacheaside");
  static final Setting<Duration> COMMAND_TIMEOUT =
      ROWS.row(
              "command-timeout",
              "a caller's longest wait for one command; up to 1 s more while this JVM itself is"
                  + " late (no processor, a garbage collection), and once, at the start, up to 10"
                  + " s while it makes its first connection")
          .of(duration("1ms", "10s"), ENGINE.commandTimeout());
  static final Setting<Duration> LEASE =
      ROWS.row("lease", "without renewal, after this time another JVM may load")
          .of(duration("100ms", "10m"), ENGINE.lease());
  static final Setting<Duration> LOAD_TIMEOUT =
      ROWS.row("load-timeout", "how long a running load's lease is renewed")
          .of(duration("100ms", "1h"), ENGINE.loadTimeout());
  static final Setting<Duration> WAIT_LIMIT =
      ROWS.row("wait-limit", "a caller's longest wait for another one's load")
          .of(duration("1ms", "1h"), ENGINE.waitLimit());
  static final Setting<Integer> JITTER_PERCENT =
      ROWS.row("jitter-percent", "by how much TTLs are shortened at random").of(number(0, 50), 10);
  static final Setting<Integer> MAX_VALUE_BYTES =
      ROWS.row(
              "max-value-bytes",
              "larger values are returned, not cached, and not read; the same in all JVMs")
          .of(number(64, 512 << 20), 1 << 20);
  static final Setting<List<String>> ALLOW =
      ROWS.row(
              "allow",
              "classes that values may contain beyond their declared types, comma-separated")
          .of(names(), List.of());
  static final Setting<Integer> UNDELIVERED_LIMIT =
      ROWS.row(
              "undelivered-limit",
              "undelivered invalidations kept; beyond it, whole regions are cleared")
          .of(number(1, 10_000_000), ENGINE.undeliveredLimit());
  static final Setting<Duration> UNDELIVERED_RETENTION =
      ROWS.row("undelivered-retention", "how long; at least the longest TTL in any JVM")
          .of(duration("1s", "24d"), ENGINE.undeliveredRetention());
  static final Setting<Duration> REPLAY_WINDOW =
      ROWS.row("replay-window", "acknowledged invalidations delivered once more after a reconnect")
          .of(duration("1s", "10m"), RECOVERY.replayWindow());
  static final Setting<Duration> CLOSE_TIMEOUT =
      ROWS.row("close-timeout", "how long `close` goes on delivering; zero does not")
          .of(duration("0s", "10m"), RECOVERY.closeTimeout());
  static final Setting<Integer> INVALIDATION_REPLICAS =
      ROWS.row(
              "invalidation-replicas",
              "replicas that must have an invalidation before it counts as acknowledged")
          .of(number(0, 100), 0);
  static final Setting<Duration> INVALIDATION_REPLICA_TIMEOUT =
      ROWS.row("invalidation-replica-timeout", "how long Redis waits for them")
          .of(duration("1ms", "10s"), Duration.ofMillis(50));
  static final Setting<Boolean> AWAIT_POPULATE =
      ROWS.row(
              "await-populate",
              "a loading caller waits until Redis has stored the value; makes a difference for"
                  + " other JVMs only")
          .of(flag(), ENGINE.awaitPopulate());
  static final Setting<Boolean> LOG_KEYS =
      ROWS.row(
              "log-keys",
              "`true`: the text of keys may stand in logs, messages and `Key.toString()`; else the"
                  + " template and a hash do")
          .of(flag(), ENGINE.logKeys());
  static final Setting<Boolean> REQUIRE_REDIS_AT_START =
      ROWS.row(
              "require-redis-at-start",
              "fail the start if Redis is not connected within `start-timeout`")
          .of(flag(), false);
  static final Setting<Duration> GENERATION_MAX_AGE =
      ROWS.row(
              "generation-max-age",
              "for how long at most another JVM's clearing of a region may go unnoticed; zero asks"
                  + " Redis with each read")
          .of(duration("0s", "1m"), Duration.ofSeconds(1));
  static final Setting<Duration> START_WAIT =
      ROWS.row(
              "start-wait",
              "how long `install` waits at most for the first connection, and then, as long again,"
                  + " for a first value to be cached and read; zero does not wait")
          .of(duration("0s", "10m"), Duration.ofSeconds(2));
  static final Setting<Duration> START_TIMEOUT =
      ROWS.row("start-timeout", "in place of `start-wait` where Redis is required")
          .of(duration("1ms", "10m"), Duration.ofSeconds(5));
  static final Setting<WeavingCheck> WEAVING_CHECK =
      ROWS.row(
              "weaving-check",
              "what the start does about annotated methods that are not woven or whose annotations"
                  + " cannot work; the system property `cacheaside.weaving-check` overrules it")
          .of(choice(WeavingCheck.class), WeavingCheck.FAIL);
  static final Setting<RegionCheck> REGION_CHECK =
      ROWS.row(
              "region-check",
              "what the start does about `region.<name>` settings that no annotated method is in;"
                  + " `warn` for regions of another application")
          .of(choice(RegionCheck.class), RegionCheck.FAIL);
  static final Setting<Boolean> SPRING_TRANSACTIONS =
      ROWS.row(
              "spring-transactions",
              "wait for Spring's transactions where spring-tx is on the class path")
          .of(flag(), true);
  static final Setting<TransactionIsolation> TRANSACTION_ISOLATION =
      ROWS.row(
              "transaction-isolation",
              "what is taken for the isolation of transactions that name none. `unknown`: the"
                  + " connections of Spring's read-only ones are asked, and what the others load"
                  + " is not cached. `read-committed`: all are taken for that, read-only or not,"
                  + " and no connection is asked. `READ_COMMITTED`, `ISOLATION_READ_COMMITTED` and"
                  + " `TRANSACTION_READ_COMMITTED` are the same")
          .of(
              choice(TransactionIsolation.class).alsoWritten(TransactionIsolation::canonical),
              TransactionIsolation.UNKNOWN);

  /** All of them. */
  static final SettingTable TABLE = table();

  private Settings() {}

  private static SettingTable table() {
    List<Setting<?>> all = new ArrayList<>(ROWS.all());
    all.addAll(RegionSettings.rows());
    return new SettingTable(all);
  }
}
