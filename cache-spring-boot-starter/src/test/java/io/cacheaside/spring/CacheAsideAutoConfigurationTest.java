package io.cacheaside.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.testing.RedisServer;
import jakarta.annotation.PostConstruct;
import java.lang.reflect.Method;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class CacheAsideAutoConfigurationTest {
  private static RedisServer server;

  private final ApplicationContextRunner empty =
      new ApplicationContextRunner()
          .withPropertyValues("cacheaside.interface-check=off") // those of other tests
          .withConfiguration(AutoConfigurations.of(CacheAsideAutoConfiguration.class));

  private final ApplicationContextRunner inMemory =
      empty.withPropertyValues("cacheaside.store=memory").withBean(Users.class);

  private final ApplicationContextRunner withRedis =
      empty.withPropertyValues("cacheaside.require-redis-at-start=true").withBean(Users.class);

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertIsCached(Users users) {
    users.find(1);
    assertThat(users.find(1)).isEqualTo("user 1");
    assertThat(users.loads).hasValue(1);
    users.rename(1, "Ada");
    assertThat(users.find(1)).isEqualTo("Ada");
    assertThat(users.loads).hasValue(2);
  }

  // Where Redis is

  @Test
  void urlOfSpring_isTheRedis() {
    withRedis
        .withConfiguration(AutoConfigurations.of(RedisOfBoot.AUTO_CONFIGURATION))
        .withPropertyValues(
            "spring.data.redis.url=" + server.uri(), "spring.application.name=of-spring")
        .run(context -> assertIsCached(context.getBean(Users.class)));
  }

  @Test
  void hostAndPortOfSpring_areTheRedis_withoutItsLibraryToo() {
    withRedis
        .withPropertyValues(
            "spring.data.redis.host=" + server.host(),
            "spring.data.redis.port=" + server.port(),
            "cacheaside.app=without")
        .run(context -> assertIsCached(context.getBean(Users.class)));
  }

  @Test
  void uriOfOurs_overrulesSpring() {
    withRedis
        .withConfiguration(AutoConfigurations.of(RedisOfBoot.AUTO_CONFIGURATION))
        .withPropertyValues(
            "spring.data.redis.url=redis://nowhere.invalid:6379",
            "cacheaside.redis-uri=" + server.uri(),
            "cacheaside.app=ours")
        .run(context -> assertIsCached(context.getBean(Users.class)));
  }

  @Test
  void sentinelsWithPassword_areRefused() {
    empty
        .withPropertyValues(
            "spring.data.redis.sentinel.master=m",
            "spring.data.redis.sentinel.nodes=a:1",
            "spring.data.redis.sentinel.password=p")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage(
                        "spring.data.redis.sentinel.password is set, but the cache logs in to no"
                            + " Sentinels. Set cacheaside.redis-uri to Sentinels, or another Redis,"
                            + " that need no password"));
  }

  // What is set

  @Test
  void nameOfTheApplication_isThatOfTheCache_unlessItHasItsOwn() {
    inMemory
        .withPropertyValues("spring.application.name=shop")
        .run(
            context ->
                assertThat(context.getBean(CacheAsideConfig.class))
                    .hasToString("CacheAsideConfig[app=shop, regions={}]"));
    inMemory
        .withPropertyValues("spring.application.name=shop", "cacheaside.app=market")
        .run(
            context ->
                assertThat(context.getBean(CacheAsideConfig.class))
                    .hasToString("CacheAsideConfig[app=market, regions={}]"));
  }

  @Test
  void nameOfTheApplicationThatIsNone_isToldWithTheWayOut() {
    inMemory
        .withPropertyValues("spring.application.name=My Shop")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith(
                        "CacheAside is not configured properly: app \"My Shop\" of"
                            + " spring.application.name (cacheaside.app overrules it) is not a name;"));
  }

  @Test
  void regions_areSet() {
    inMemory
        .withPropertyValues("cacheaside.regions.users.ttl=1h")
        .run(
            context ->
                assertThat(context.getBean(CacheAsideConfig.class))
                    .hasToString("CacheAsideConfig[app=cacheaside, regions={users={ttl=\"1h\"}}]"));
  }

  @Test
  void unknownProperty_stopsTheStart_withTheNearest_andAnAnalysis() {
    inMemory
        .withPropertyValues("cacheaside.comand-timeout=1s")
        .run(
            context -> {
              Throwable failure = context.getStartupFailure();
              String message =
                  "CacheAside is not configured properly: setting \"cacheaside.comand-timeout\" in"
                      + " \"cacheaside.comand-timeout\" from property source \"test\" is unknown; did"
                      + " you mean \"cacheaside.command-timeout\"?";
              assertThat(failure).rootCause().hasMessage(message);
              FailureAnalysis analysis = new ConfigurationFailureAnalyzer().analyze(failure);
              assertThat(analysis.getDescription()).isEqualTo(message);
              assertThat(analysis.getAction())
                  .isEqualTo(
                      "Correct the properties below \"cacheaside\"; docs/configuration.md has all of"
                          + " them, with their ranges.");
            });
  }

  @Test
  void missingRedis_stopsTheStart_ifItIsRequired() {
    withRedis
        .withPropertyValues(
            "cacheaside.redis-uri=redis://localhost:" + RedisServer.freePort(),
            "cacheaside.start-timeout=100ms")
        .run(
            context -> {
              FailureAnalysis analysis =
                  new StartFailureAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis.getDescription())
                  .startsWith("Redis at localhost:")
                  .endsWith(
                      "If it only needs longer, raise start-timeout; to start without it, switch"
                          + " require-redis-at-start off");
              assertThat(analysis.getAction())
                  .isEqualTo(
                      "Do what is said above, or start without the cache:"
                          + " cacheaside.enabled=false.");
            });
  }

  @Test
  void switchedOff_thereIsNoRuntime() {
    inMemory
        .withPropertyValues("cacheaside.enabled=false")
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(CacheAsideRuntime.class);
              Users users = context.getBean(Users.class);
              users.find(1);
              users.find(1);
              assertThat(users.loads).hasValue(2);
            });
  }

  @Test
  void interfaceThatNoBeanImplements_stopsTheStart() {
    inMemory
        .withPropertyValues("cacheaside.interface-check=fail")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageStartingWith(
                        "these annotated methods of interfaces would run uncached and invalidate"
                            + " nothing, because no bean implements them. Make it a bean, annotate"
                            + " the methods of a class, or, in a context that is a part of the"
                            + " application, set cacheaside.interface-check=off:\n")
                    .hasMessageContaining("\n  - io.cacheaside.spring.shop.Rates.rate("));
  }

  @Test
  void interfaceCheckThatIsNone_isRefused() {
    inMemory
        .withPropertyValues("cacheaside.interface-check=maybe")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage(
                        "cacheaside.interface-check \"maybe\" is none of fail, warn and off"));
  }

  @Test
  void storeThatIsNone_isRefused() {
    empty
        .withPropertyValues("cacheaside.store=disk")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage(
                        "cacheaside.store \"disk\" in \"cacheaside.store\" from property source"
                            + " \"test\" is neither redis nor memory"));
  }

  // Health

  @Test
  void health_isUp_withDetails() {
    inMemory.run(
        context -> {
          Object indicator = context.getBean("cacheAsideHealthIndicator");
          Method ask = indicator.getClass().getMethod("health");
          ask.setAccessible(true); // its type has another name in each version of Spring Boot
          assertThat(ask.invoke(indicator))
              .hasToString("UP {circuitBreaker=closed, undeliveredInvalidations=0}");
        });
    inMemory
        .withPropertyValues("management.health.cacheaside.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("cacheAsideHealthIndicator"));
  }

  // Beans of the application

  @Test
  void listenersAndCustomizers_areUsed() {
    empty
        .withBean(Users.class)
        .withBean("listener", CacheListener.class, CacheCounters::new)
        .withBean(
            CacheAsideConfigCustomizer.class,
            () -> builder -> builder.store(MemoryStore::new).app("customized"))
        .run(
            context -> {
              assertIsCached(context.getBean(Users.class));
              CacheCounters counters = (CacheCounters) context.getBean(CacheListener.class);
              assertThat(counters.snapshot().hits()).isEqualTo(1);
              assertThat(context.getBean(CacheAsideConfig.class).toString())
                  .contains("app=customized");
            });
  }

  @Test
  void runtimeOfTheApplication_takesThePlaceOfOurs() {
    CacheAsideConfig mine = CacheAsideConfig.builder().store(MemoryStore::new).build();
    empty
        .withBean(CacheAsideRuntime.class, () -> CacheAsideRuntime.install(mine))
        .run(
            context -> {
              assertThat(context).hasSingleBean(CacheAsideRuntime.class);
              assertThat(context).doesNotHaveBean(CacheAsideConfig.class);
            });
  }

  // When it begins and ends

  /** Calls while the context starts, while it stops and while it is destroyed. */
  static final class Caller implements SmartLifecycle, DisposableBean {
    private final Users users;
    private boolean running;

    Caller(Users users) {
      this.users = users;
    }

    @PostConstruct
    void calls() {
      users.find(1);
      users.find(1);
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
      users.find(1);
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    /** After the web server, which is of the first phases. */
    @Override
    public int getPhase() {
      return Integer.MIN_VALUE;
    }

    @Override
    public void destroy() {
      users.find(1);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Callers {
    @Bean
    Caller caller(Users users) {
      return new Caller(users);
    }
  }

  private static Users usedBy(ApplicationContextRunner runner) {
    Users[] used = new Users[1];
    runner
        .withUserConfiguration(Callers.class)
        .run(
            context -> {
              used[0] = context.getBean(Users.class);
              assertThat(context).hasSingleBean(Caller.class);
            });
    return used[0];
  }

  @Test
  void firstCalls_andTheLast_areCached() {
    assertThat(usedBy(inMemory).loads).hasValue(1);
  }

  @Test
  void calls_areCached_ifBeansAreLazy() {
    Users users =
        usedBy(
            inMemory.withInitializer(
                context ->
                    context.addBeanFactoryPostProcessor(
                        new LazyInitializationBeanFactoryPostProcessor())));
    assertThat(users.loads).hasValue(1);
  }

  /** Makes a bean before the other singletons, as that of a web server makes its filters. */
  static final class MakesOneEarly extends AnnotationConfigApplicationContext {
    @Override
    protected void onRefresh() {
      getBean(Caller.class);
    }
  }

  @Test
  void beanThatIsMadeBeforeTheOthers_isCached() {
    Users users =
        usedBy(
            new ApplicationContextRunner(MakesOneEarly::new)
                .withConfiguration(AutoConfigurations.of(CacheAsideAutoConfiguration.class))
                .withPropertyValues("cacheaside.store=memory", "cacheaside.interface-check=off")
                .withBean(Users.class));
    assertThat(users.loads).hasValue(1);
  }

  @Test
  void severalRuntimesOfTheApplication_areAllMade_theLastIsInForce() {
    empty
        .withBean("one", CacheAsideRuntime.class, () -> ofApp("one"))
        .withBean("two", CacheAsideRuntime.class, () -> ofApp("two"))
        .withBean(Users.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(CacheAsideRuntime.inForce())
                  .containsSame(context.getBean("two", CacheAsideRuntime.class));
              assertIsCached(context.getBean(Users.class));
            });
  }

  private static CacheAsideRuntime ofApp(String app) {
    return CacheAsideRuntime.install(
        CacheAsideConfig.builder().app(app).store(MemoryStore::new).build());
  }

  @Test
  void closedContext_leavesNoRuntime() {
    inMemory.run(context -> assertThat(context).hasSingleBean(CacheAsideRuntime.class));
    Users users = new Users();
    users.find(1);
    users.find(1);
    assertThat(users.loads).hasValue(2);
  }
}
