package io.cacheaside.spring.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.testing.RedisServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The cache outside of transactions, and in front of interfaces. */
@ExtendWith(OutputCaptureExtension.class)
class ShopTest {
  private static RedisServer server;
  private static ConfigurableApplicationContext context;
  private static Accounts accounts;
  private static Accounting accounting;
  private static CountedDataSource connections;
  private static String log;

  @BeforeAll
  static void start(CapturedOutput output) {
    server = RedisServer.start();
    context =
        new SpringApplicationBuilder(Shop.class)
            .web(WebApplicationType.NONE)
            .properties(
                "spring.data.redis.url=" + server.uri(),
                "spring.application.name=shop-test",
                "cacheaside.require-redis-at-start=true",
                "spring.jpa.hibernate.ddl-auto=create",
                "spring.datasource.url=jdbc:h2:mem:shop",
                "spring.main.banner-mode=off")
            .run();
    accounts = context.getBean(Accounts.class);
    accounting = context.getBean(Accounting.class);
    log = output.getAll();
    connections = (CountedDataSource) context.getBean(DataSource.class);
  }

  @AfterAll
  static void stop() {
    context.close();
    server.close();
  }

  private static int taken() {
    return connections.taken.get();
  }

  @Test
  void hitsOfATransactionalMethod_takeNoConnection() {
    accounting.rename(1, "Ann");
    assertThat(accounting.name(1)).isEqualTo("Ann");
    assertThat(Accounting.IN_TRANSACTION).hasValue(Accounting.LOADS.get());
    int before = taken();
    int loads = Accounting.LOADS.get();
    for (int i = 0; i < 50; i++) {
      assertThat(accounting.name(1)).isEqualTo("Ann");
    }
    assertThat(taken() - before).isZero();
    assertThat(Accounting.LOADS).hasValue(loads);
  }

  @Test
  void write_isSeenByTheNextCall() {
    accounting.rename(2, "Ann");
    assertThat(accounting.name(2)).isEqualTo("Ann");
    accounting.rename(2, "Ada");
    assertThat(accounting.name(2)).isEqualTo("Ada");
  }

  @Test
  void writeThatIsRolledBack_leavesTheValue() {
    accounting.rename(3, "Ann");
    assertThat(accounting.name(3)).isEqualTo("Ann");
    assertThatThrownBy(() -> accounting.fail(3)).hasMessage("no");
    assertThat(accounting.name(3)).isEqualTo("Ann");
  }

  @Test
  void callFromWithin_isCachedByTheWovenCode() {
    accounting.rename(4, "Ann");
    assertThat(accounting.name(4)).isEqualTo("Ann");
    int loads = Accounting.LOADS.get();
    assertThat(accounting.nameFromWithin(4)).isEqualTo("Ann");
    assertThat(Accounting.LOADS).hasValue(loads);
  }

  @Test
  void finderOfARepository_isCached_outsideItsTransaction() {
    accounts.save(new Account(5, "Ann"));
    assertThat(accounts.view(5L)).contains(new AccountView(5, "Ann"));
    int before = taken();
    for (int i = 0; i < 50; i++) {
      assertThat(accounts.view(5L)).contains(new AccountView(5, "Ann"));
    }
    assertThat(taken() - before).isZero();
  }

  @Test
  void inheritedWritesThatAreRedeclared_invalidate() {
    accounts.save(new Account(6, "Ann"));
    assertThat(accounts.view(6L)).contains(new AccountView(6, "Ann"));
    accounts.save(new Account(6, "Ada"));
    assertThat(accounts.view(6L)).contains(new AccountView(6, "Ada"));
    accounts.deleteById(6L);
    assertThat(accounts.view(6L)).isEmpty();
  }

  @Test
  void inheritedWritesThatAreNot_areWarnedOf() {
    assertThat(log)
        .contains(
            "io.cacheaside.spring.shop.Accounts: view is cached, but these inherited methods"
                + " invalidate nothing: delete, deleteAll, deleteAllById, deleteAllByIdInBatch,"
                + " deleteAllInBatch, deleteInBatch, saveAll, saveAllAndFlush, saveAndFlush."
                + " Redeclare those that you call, with the keys that they change, for example\n"
                + "  @Invalidate(key = \"...:{entity.id}\")\n"
                + "  <S extends Account> S save(S entity);");
  }

  @Test
  void proxyOfALibrary_isCached() {
    Rates rates = context.getBean(Rates.class);
    int rate = rates.rate("EUR");
    assertThat(rates.rate("EUR")).isEqualTo(rate);
    assertThat(rates.rate("CHF")).isNotEqualTo(rate);
    assertThat(rates).hasToString("rates");
  }

  @Test
  void allMethodsOfInterfaces_areIntercepted() {
    assertThat(context.getBean(CacheAsideRuntime.class).notIntercepted()).isEmpty();
  }
}
