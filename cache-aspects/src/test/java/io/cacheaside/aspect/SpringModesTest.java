package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.aspectj.AnnotationTransactionAspect;

/** A woven Spring application with a real database, in both modes of {@code @Transactional}. */
class SpringModesTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.annotation.CacheAside;
      import io.cacheaside.annotation.Invalidate;
      import java.util.List;
      import javax.sql.DataSource;
      import org.h2.jdbcx.JdbcDataSource;
      import org.springframework.context.annotation.*;
      import org.springframework.jdbc.core.JdbcTemplate;
      import org.springframework.jdbc.support.JdbcTransactionManager;
      import org.springframework.transaction.TransactionDefinition;
      import org.springframework.transaction.annotation.*;
      import org.springframework.transaction.support.DefaultTransactionStatus;

      public class Prices {
        static List<String> log;
        private final JdbcTemplate database;

        Prices(DataSource source) {
          database = new JdbcTemplate(source);
        }

        @CacheAside(key = "price:{id}", ttl = "5m")
        public int price(int id) {
          return database.queryForObject("select price from prices where id = ?", Integer.class, id);
        }

        @Transactional
        @Invalidate(key = "price:{id}")
        public void reprice(int id, int price) {
          database.update("update prices set price = ? where id = ?", price, id);
          log.add("body, cached reads see " + price(id));
        }

        @Transactional
        public void repriceBoth() {
          reprice(1, 21);
          log.add("between");
          reprice(2, 22);
        }

        @Transactional
        @Invalidate(key = "price:{id}")
        public void repriceAndFail(int id, int price) {
          database.update("update prices set price = ? where id = ?", price, id);
          log.add("body");
          throw new IllegalStateException("out of paper");
        }

        static class Manager extends JdbcTransactionManager {
          Manager(DataSource source) {
            super(source);
          }

          @Override protected void doBegin(Object transaction, TransactionDefinition definition) {
            log.add("begin");
            super.doBegin(transaction, definition);
          }

          @Override protected void doCommit(DefaultTransactionStatus status) {
            super.doCommit(status);
            log.add("commit");
          }

          @Override protected void doRollback(DefaultTransactionStatus status) {
            super.doRollback(status);
            log.add("rollback");
          }
        }

        static class Beans {
          @Bean DataSource source() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:" + java.util.UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            new JdbcTemplate(source).execute("create table prices (id int, price int)");
            new JdbcTemplate(source).execute("insert into prices values (1, 1), (2, 2)");
            return source;
          }

          @Bean Manager manager(DataSource source) {
            return new Manager(source);
          }

          @Bean Prices prices(DataSource source) {
            return new Prices(source);
          }
        }

        @Configuration
        @EnableTransactionManagement
        public static class ByProxy extends Beans {}

        @Configuration
        @EnableTransactionManagement(mode = AdviceMode.ASPECTJ)
        public static class Woven extends Beans {}

        /** What the test calls. */
        public static int call(Object context, String name, List<String> log) {
          Prices.log = log;
          Prices prices = ((AnnotationConfigApplicationContext) context).getBean(Prices.class);
          switch (name) {
            case "price" -> { return prices.price(1); }
            case "reprice" -> prices.reprice(1, 11);
            case "repriceBoth" -> prices.repriceBoth();
            case "repriceAndFail" -> prices.repriceAndFail(1, 13);
            default -> throw new IllegalArgumentException(name);
          }
          return 0;
        }
      }
      """;

  @TempDir private static Path folder;
  private static Path byProxy;
  private static Path woven;

  private final List<String> log = new ArrayList<>();
  private final CacheListener listener =
      new CacheListener() {
        @Override
        public void onInvalidate(CachedMethod method, Key key, boolean delivered) {
          log.add("invalidate " + key.text());
        }
      };
  private CacheAsideRuntime runtime;

  @BeforeAll
  static void weave() throws IOException {
    byProxy = folder.resolve("by-proxy");
    woven = folder.resolve("woven");
    Path classes = folder.resolve("classes");
    List<Path> classPath = Classpath.ofApplication();
    Javac.compile(Map.of("shop/Prices.java", PROGRAM), classes, classPath, "-parameters");
    assertThat(Ajc.weave(classes, byProxy, classPath)).isEmpty();
    List<Path> aspects = Classpath.of(CacheAsideAspect.class, AnnotationTransactionAspect.class);
    assertThat(Ajc.weave(classes, woven, classPath, aspects)).noneMatch(m -> m.startsWith("error"));
  }

  @BeforeEach
  void install() {
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder().store(MemoryStore::new).listener(listener).build());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  /** The application with its classes and its context. */
  private final class Application implements AutoCloseable {
    private final URLClassLoader classes;
    private final AnnotationConfigApplicationContext context;

    Application(Path folder, String configuration) throws Exception {
      classes = new URLClassLoader(new URL[] {folder.toUri().toURL()});
      context = new AnnotationConfigApplicationContext();
      context.setClassLoader(classes);
      context.register(classes.loadClass("shop.Prices$" + configuration));
      context.refresh();
    }

    int call(String name) throws Exception {
      Method call =
          classes
              .loadClass("shop.Prices")
              .getMethod("call", Object.class, String.class, List.class);
      try {
        return (int) call.invoke(null, context, name, log);
      } catch (InvocationTargetException e) {
        throw (Exception) e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      context.close();
      classes.close();
    }
  }

  private Application byProxy() throws Exception {
    return new Application(byProxy, "ByProxy");
  }

  private Application woven() throws Exception {
    return new Application(woven, "Woven");
  }

  private void assertCommitThenInvalidation(Application shop) throws Exception {
    assertThat(shop.call("price")).isEqualTo(1);
    shop.call("reprice");
    assertThat(log)
        .containsExactly(
            "begin",
            "body, cached reads see 11",
            "commit",
            "invalidate cacheaside:default:{price:1}");
    assertThat(shop.call("price")).isEqualTo(11);
  }

  @Test
  void byProxy_commitThenInvalidation() throws Exception {
    try (Application shop = byProxy()) {
      assertCommitThenInvalidation(shop);
    }
  }

  @Test
  void woven_commitThenInvalidation() throws Exception {
    try (Application shop = woven()) {
      assertCommitThenInvalidation(shop);
    }
  }

  private void assertOuterCommitThenInvalidations(Application shop) throws Exception {
    shop.call("repriceBoth");
    assertThat(log)
        .containsExactly(
            "begin",
            "body, cached reads see 21",
            "between",
            "body, cached reads see 22",
            "commit",
            "invalidate cacheaside:default:{price:1}",
            "invalidate cacheaside:default:{price:2}");
  }

  @Test
  void byProxy_callsItself_outerCommitThenInvalidations() throws Exception {
    try (Application shop = byProxy()) {
      assertOuterCommitThenInvalidations(shop);
    }
  }

  @Test
  void woven_callsItself_outerCommitThenInvalidations() throws Exception {
    try (Application shop = woven()) {
      assertOuterCommitThenInvalidations(shop);
    }
  }

  private void assertFails(Application shop) throws Exception {
    assertThat(shop.call("price")).isEqualTo(1);
    assertThatThrownBy(() -> shop.call("repriceAndFail")).hasMessage("out of paper");
    assertThat(shop.call("price")).isEqualTo(1);
  }

  @Test
  void byProxy_rollback_noInvalidation() throws Exception {
    try (Application shop = byProxy()) {
      assertFails(shop);
      assertThat(log).containsExactly("begin", "body", "rollback");
    }
  }

  /** Spring has ended the transaction inside our advice, which then sees only an exception. */
  @Test
  void woven_rollback_oneInvalidationTooMany() throws Exception {
    try (Application shop = woven()) {
      assertFails(shop);
      assertThat(log)
          .containsExactly("begin", "body", "rollback", "invalidate cacheaside:default:{price:1}");
    }
  }

  @Test
  void byProxy_switchedOff_invalidatesBeforeTheCommit() throws Exception {
    runtime.close();
    runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .store(MemoryStore::new)
                .listener(listener)
                .springTransactions(false)
                .build());
    try (Application shop = byProxy()) {
      shop.call("reprice");
      assertThat(log).endsWith("invalidate cacheaside:default:{price:1}", "commit");
    }
  }
}
