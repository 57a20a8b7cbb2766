package io.cacheaside;

import static io.cacheaside.UncachedCalls.failing;
import static io.cacheaside.UncachedCalls.instead;
import static io.cacheaside.UncachedCalls.key;
import static io.cacheaside.UncachedCalls.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.fixtures.Page;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.CacheListener.PopulateOutcome;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Each reason of {@code docs/why-not-cached.md} is made to happen, and the lines that the page
 * shows are those that were logged; {@code …} stands for what varies. After a change of messages,
 * run this test with {@code -Dcacheaside.write-docs=true} and look at the difference.
 */
@Tag("heavy")
@Timeout(120)
class WhyNotCachedPageTest {
  private static final String PAGE = "why-not-cached.md";
  private static final boolean WRITE = Boolean.getBoolean("cacheaside.write-docs");

  /** A message that tells of calls which are not cached. */
  private static final Pattern TELLS =
      Pattern.compile("uncached|not cached|past the cache|without a cache|does not serve");

  /** The beginning of a statement that logs a text, which may be made of several. */
  private static final Pattern LOGS =
      Pattern.compile(
          "LOG\\.(?:error|warn|info)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");

  private static ClassLoader application;
  private static RedisServer server;
  private static String childLog;

  @TempDir private static Path folder;

  /**
   * Something that is not cached.
   *
   * @param name on the page: the reason of a bypass, what became of a loaded value, or anything
   *     else that no listener hears of
   * @param event what the listener is told
   */
  private record Case(String name, String event, Body body) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Body {
    void run(UncachedCalls calls) throws Exception;
  }

  private static Case bypass(String name, Body body) {
    return new Case(name, "onBypass " + name.replaceFirst("/.*", ""), body);
  }

  private static Case populate(String name, Body body) {
    return new Case(name, "onPopulate " + name.replaceFirst("/.*", ""), body);
  }

  @BeforeAll
  static void start() throws Exception {
    application = UncachedCalls.weave();
    server = RedisServer.startProcess();
    childLog = runChild();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static StoreException store(Reason reason) {
    return new StoreException(reason, "…", null);
  }

  /** A transaction of Spring, as a method with the annotation has it. */
  private static void inTransaction(Runnable body) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:");
    TransactionTemplate template =
        new TransactionTemplate(new DataSourceTransactionManager(database));
    template.setName("shop.Billing.close");
    template.executeWithoutResult(status -> body.run());
  }

  /** With a session bound to the thread, as open-in-view does, that may hold something. */
  private static void inView(boolean inTransaction, Runnable body) {
    EntityManager session =
        (EntityManager)
            Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> null);
    Object factory = new Object();
    TransactionSynchronizationManager.bindResource(
        factory,
        new EntityManagerHolder(session) {
          {
            setTransactionActive(inTransaction);
          }
        });
    try {
      body.run();
    } finally {
      TransactionSynchronizationManager.unbindResource(factory);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        bypass(
            "TRANSACTION",
            calls -> {
              calls.install(UnaryOperator.identity());
              inTransaction(() -> calls.call("find", 7L));
            }),
        bypass(
            "TRANSACTION/session",
            calls -> {
              calls.install(UnaryOperator.identity());
              inView(false, () -> calls.call("find", 7L));
            }),
        bypass(
            "TRANSACTION/context",
            calls -> {
              calls.install(UnaryOperator.identity());
              inTransaction(() -> inView(true, () -> calls.call("find", 7L)));
            }),
        bypass(
            "TRANSACTION/write",
            calls -> {
              calls.install(
                  builder -> builder.transactionIsolation(TransactionIsolation.READ_COMMITTED));
              inTransaction(
                  () -> {
                    calls.call("save", 1L);
                    calls.call("find", 7L);
                  });
            }),
        bypass(
            "NOT_CACHEABLE",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("anything", 7L);
            }),
        bypass(
            "NOT_CACHEABLE/value",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("once", 7L);
              calls.call("once", 7L);
            }),
        bypass(
            "NOT_CACHEABLE/shared",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("count", "a");
              calls.call("words", "a");
              calls.call("words", "a");
            }),
        bypass(
            "NOT_CACHEABLE/classes",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("name", 7L);
              calls.call("nameOfVendor", 7L);
            }),
        bypass(
            "DISABLED",
            calls -> {
              calls.install(builder -> builder.region("default", r -> r.enabled(false)));
              calls.call("find", 7L);
            }),
        bypass(
            "KEY",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("title", calls.create("Draft"));
            }),
        bypass(
            "UNAVAILABLE",
            calls -> {
              calls.installOver(
                  "redis://127.0.0.1:" + RedisServer.freePort(), UnaryOperator.identity());
              calls.call("find", 7L);
              Await.until(
                  "the warning of the start",
                  () -> calls.logged().toString().contains("is not connected after"));
            }),
        bypass("TIMEOUT", WhyNotCachedPageTest::timeout),
        bypass("BREAKER_OPEN", WhyNotCachedPageTest::breaker),
        bypass("REFUSED", WhyNotCachedPageTest::replica),
        bypass("FOREIGN", WhyNotCachedPageTest::foreign),
        bypass(
            "UNDELIVERED",
            calls -> {
              Store.Part undelivered =
                  new Store.Part(
                      List.of(key("user:7")),
                      CompletableFuture.failedFuture(store(Reason.UNAVAILABLE)));
              calls.install(
                  UnaryOperator.identity(),
                  instead("invalidateInParts", () -> List.of(undelivered)));
              calls.call("save", 7L);
              calls.call("find", 7L);
            }),
        bypass(
            "OVERLOADED",
            calls -> {
              calls.install(UnaryOperator.identity(), failing("lookup", store(Reason.OVERLOADED)));
              calls.call("find", 7L);
            }),
        bypass(
            "WAIT_LIMIT",
            calls -> {
              calls.install(builder -> builder.waitLimit(Duration.ofMillis(1)));
              calls.memory.acquire(key("user:7"), new LeaseToken(-1, 1), 60_000, null).join();
              calls.call("find", 7L);
            }),
        bypass(
            "RECURSION",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("tree", 7L, true);
            }),
        bypass(
            "DEADLINE",
            calls -> {
              calls.install(UnaryOperator.identity(), silent("lookup"));
              CacheDeadline.within(Duration.ZERO, () -> calls.call("find", 7L));
            }),
        bypass(
            "INTERRUPTED",
            calls -> {
              calls.install(UnaryOperator.identity(), silent("lookup"));
              Thread.currentThread().interrupt();
              calls.call("find", 7L);
              assertThat(Thread.interrupted()).isTrue();
            }),
        bypass("ERROR", calls -> {}),
        new Case("not-woven", "", calls -> {}),
        new Case("no-runtime", "", calls -> {}),
        new Case("early", "", calls -> {}),
        populate(
            "NOT_ENCODABLE",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("person", 7L);
            }),
        populate(
            "TOO_LARGE",
            calls -> {
              calls.install(builder -> builder.maxValueBytes(512));
              calls.call("report", 7L);
            }),
        populate(
            "REFUSED_POPULATE",
            calls -> {
              calls.install(UnaryOperator.identity());
              Runnable elsewhere = () -> calls.memory.invalidate(List.of(key("slow:7"))).join();
              calls.call("slow", 7L, elsewhere);
            }),
        populate(
            "DROPPED",
            calls -> {
              calls.install(UnaryOperator.identity());
              Runnable here = () -> calls.call("change", 7L);
              calls.call("slow", 7L, here);
            }),
        populate(
            "DROPPED/ttl",
            calls -> {
              calls.install(UnaryOperator.identity());
              calls.call("brief", 7L);
            }),
        populate(
            "FAILED",
            calls -> {
              calls.install(UnaryOperator.identity(), failing("populate", store(Reason.REFUSED)));
              calls.call("find", 7L);
            }));
  }

  private static void timeout(UncachedCalls calls) {
    calls.installOver(server.uri(), UnaryOperator.identity());
    try {
      server.pause();
      Await.until(
          "a call is not answered in time",
          () -> {
            calls.call("find", 7L);
            return calls.heard("onBypass TIMEOUT");
          });
    } finally {
      server.resume();
    }
  }

  private static void breaker(UncachedCalls calls) {
    calls.installOver(server.uri(), UnaryOperator.identity());
    try {
      server.pause();
      Await.until(
          "the breaker opens",
          () -> {
            calls.call("find", 7L);
            return calls.heard("onBypass BREAKER_OPEN");
          });
    } finally {
      server.resume();
    }
  }

  private static void replica(UncachedCalls calls) {
    try (RedisServer replica = RedisServer.startProcess("--replicaof", "127.0.0.1", "1")) {
      calls.installOver(replica.uri(), UnaryOperator.identity());
      Await.until(
          "a call is refused",
          () -> {
            calls.call("find", 7L);
            return calls.heard("onBypass REFUSED");
          });
    }
  }

  private static void foreign(UncachedCalls calls) {
    calls.installOver(
        server.uri(), builder -> builder.app("foreign").commandTimeout(Duration.ofSeconds(2)));
    RedisClient client = RedisClient.create(server.uri());
    try {
      client.connect().sync().set("foreign:default:{user:7}", "theirs");
      calls.call("find", 7L);
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  /** What is said once in the life of a JVM, and what stops a start. */
  private static String runChild() throws Exception {
    String start =
        """
        package shop;

        import io.cacheaside.CacheAsideConfig;
        import io.cacheaside.CacheAsideRuntime;
        import io.cacheaside.NotWovenException;
        import io.cacheaside.WeavingCheck;
        import io.cacheaside.spi.Store;
        import io.cacheaside.store.MemoryStore;
        import java.lang.reflect.Proxy;

        public class Start {
          static class Base { static int size = Derived.size("seven"); }

          static class Derived extends Base {
            @io.cacheaside.annotation.CacheAside(key = "size:{text}", ttl = "5m")
            static int size(String text) { return text.length(); }
          }

          static Store broken(Store store) {
            return (Store) Proxy.newProxyInstance(
                Start.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("lookup")) {
                    throw new StackOverflowError();
                  }
                  return method.invoke(store, arguments);
                });
          }

          public static void main(String[] arguments) {
            new Users().find(7);
            CacheAsideConfig.Builder builder = CacheAsideConfig.builder().store(MemoryStore::new);
            try {
              CacheAsideRuntime.install(builder.build()).close();
            } catch (NotWovenException e) {
              System.err.println(e.getMessage());
            }
            CacheAsideConfig unchecked = builder.weavingCheck(WeavingCheck.OFF).build();
            try (CacheAsideRuntime cache = CacheAsideRuntime.install(unchecked)) {
              Derived.size("seven");
            }
            try (CacheAsideRuntime cache = CacheAsideRuntime.install(unchecked, Start::broken)) {
              new Users().find(7);
            }
          }
        }
        """;
    String head = "package shop;\nimport io.cacheaside.annotation.*;\n";
    String orders =
        """
        public class Orders {
          @CacheAside(key = "order:{id}", ttl = "5m")
          public String find(long id) { return ""; }
        }
        """;
    List<Path> classPath = Classpath.ofApplication();
    Map<String, String> sources =
        Map.of("shop/Users.java", head + UncachedCalls.USERS, "shop/Start.java", start);
    Javac.compile(sources, folder.resolve("plain"), classPath, "-parameters");
    Ajc.weave(folder.resolve("plain"), folder.resolve("woven"), classPath);
    Path unwoven = folder.resolve("target/classes");
    Javac.compile(Map.of("shop/Orders.java", head + orders), unwoven, classPath);
    List<Path> all = new ArrayList<>(List.of(folder.resolve("woven"), unwoven));
    all.addAll(classPath);
    ChildJvm.Outcome outcome = ChildJvm.run(folder, "-cp", Classpath.joined(all), "shop.Start");
    assertThat(outcome.exitCode()).as("%s", outcome.err()).isZero();
    return String.join("\n", outcome.err());
  }

  /** Returns the lines of the child that belong to a case. */
  private static List<String> ofChild(String beginning, int more) {
    List<String> all = childLog.lines().map(line -> line.replaceFirst("^\\[main\\] ", "")).toList();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i).replaceFirst("^(\\w+) [\\w.]+ - ", "$1 ");
      if (line.startsWith(beginning)) {
        List<String> lines = new ArrayList<>(List.of(line));
        lines.addAll(all.subList(i + 1, i + 1 + more));
        lines.replaceAll(each -> each.replace(folder + "/", ""));
        return lines;
      }
    }
    throw new AssertionError(beginning + " is not in " + childLog);
  }

  private static List<String> logged(Case one) throws Exception {
    return switch (one.name()) {
      case "no-runtime" -> ofChild("WARN shop.Users.find was called", 0);
      case "early" -> ofChild("WARN an annotated method was called while", 0);
      case "ERROR" -> ofChild("ERROR the cache failed in a read", 1);
      case "not-woven" -> ofChild("CA201", 1);
      default -> loggedHere(one);
    };
  }

  private static List<String> loggedHere(Case one) throws Exception {
    try (UncachedCalls calls = UncachedCalls.of(application)) {
      one.body().run(calls);
      String event = one.event().replace("_POPULATE", "");
      assertThat(calls.heard(event)).as("%s in %s", event, calls.events()).isTrue();
      return calls.logged().stream().map(WhyNotCachedPageTest::withoutAnswers).distinct().toList();
    }
  }

  /** What a server answers is in its own words. */
  private static String withoutAnswers(String line) {
    return line.replaceAll("(refused (?:script )?\\w+: )[^;]*;", "$1…;");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void case_saysWhatThePageShows(Case one) throws Exception {
    List<String> logged = logged(one);
    Page page = Page.named(PAGE);
    List<String> shown = page.logs().get(one.name());
    assertThat(shown).as("a log of the case on the page").isNotNull();
    if (WRITE && !containsEach(logged, shown)) {
      page.writeLog(one.name(), logged);
      shown = logged;
    }
    assertThat(containsEach(logged, shown)).as("%s are the lines %s", logged, shown).isTrue();
  }

  /** A busy machine may add lines of its own, for example of a connection that is lost. */
  private static boolean containsEach(List<String> logged, List<String> shown) {
    return shown.isEmpty() == logged.isEmpty()
        && shown.stream().allMatch(line -> logged.stream().anyMatch(each -> isLike(each, line)));
  }

  private static boolean isLike(String logged, String shown) {
    String pattern = "\\Q" + shown.replace("…", "\\E.*\\Q") + "\\E";
    return logged.matches(pattern);
  }

  @Test
  void everyReason_isOnThePage() throws IOException {
    TreeSet<String> reasons = new TreeSet<>();
    for (BypassReason reason : BypassReason.values()) {
      reasons.add(reason.name());
    }
    for (PopulateOutcome outcome : PopulateOutcome.values()) {
      if (outcome != PopulateOutcome.STORED) {
        reasons.add(outcome == PopulateOutcome.REFUSED ? "REFUSED_POPULATE" : outcome.name());
      }
    }
    TreeSet<String> shown = new TreeSet<>(Page.named(PAGE).logs().keySet());
    assertThat(shown).containsAll(reasons);
    assertThat(cases().map(Case::name)).containsExactlyInAnyOrderElementsOf(shown);
  }

  /** A new message about calls that are not cached needs a row. */
  @Test
  void everyMessageOfTheSources_isOnThePage() throws IOException {
    String page = Page.named(PAGE).text();
    Map<String, String> missing = new LinkedHashMap<>();
    int found = 0;
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (MatchResult statement : LOGS.matcher(Files.readString(source)).results().toList()) {
          String message = literal(statement.group(1));
          if (TELLS.matcher(message).find()) {
            found++;
            if (!Pattern.compile(pattern(message)).matcher(page).find()) {
              missing.put(message, source.toString());
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(12);
    assertThat(missing).as("messages without a row").isEmpty();
  }

  @Test
  void wordsToSearchFor_areThoseOfTheMessages() throws IOException {
    assertThat(Page.named(PAGE).text()).contains(TELLS.pattern());
  }

  private static String literal(String concatenation) {
    StringBuilder text = new StringBuilder();
    Matcher parts = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(concatenation);
    while (parts.find()) {
      text.append(parts.group(1));
    }
    return text.toString().replace("\\\"", "\"").replaceFirst("(?s)\\\\n.*", "");
  }

  private static String pattern(String message) {
    return "\\Q" + message.replace("{}", "\\E.*\\Q") + "\\E";
  }

  @Test
  void program_printsWhatThePageShows_andLeavesThoseKeys() throws Exception {
    Page page = Page.named(PAGE);
    RedisClient client = RedisClient.create(server.uri());
    try (var loader = page.load(Map.of())) {
      RedisCommands<String, String> redis = client.connect().sync();
      redis.flushall();
      List<String> printed = Page.run(loader, "shop.Why", server.uri());
      assertThat(page.text()).contains("```\n" + String.join("\n", printed) + "\n```");
      assertThat(redis.keys("shop:*"))
          .allSatisfy(key -> assertThat(page.text()).contains(key))
          .contains("shop:default:{user:7}");
      assertThat(redis.pttl("shop:default:{user:7}")).isPositive();
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }
}
