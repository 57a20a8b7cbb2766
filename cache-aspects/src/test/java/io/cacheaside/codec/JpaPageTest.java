package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.WeavingCheck;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.NestedTests;
import io.cacheaside.fixtures.Page;
import io.cacheaside.store.MemoryStore;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code docs/jpa.md} do what the page says, with Hibernate and a database. */
@Tag("heavy")
@Timeout(600)
class JpaPageTest {
  /** In the package of the examples, whose fields it sees. */
  private static final String TRIALS =
      """
      package shop;

      import static org.assertj.core.api.Assertions.assertThat;
      import static org.assertj.core.api.Assertions.assertThatThrownBy;

      import jakarta.persistence.EntityManager;
      import jakarta.persistence.EntityManagerFactory;
      import jakarta.persistence.OptimisticLockException;
      import java.util.ArrayList;
      import java.util.List;
      import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
      import org.hibernate.cfg.Configuration;
      import org.junit.jupiter.api.AfterAll;
      import org.junit.jupiter.api.AfterEach;
      import org.junit.jupiter.api.BeforeAll;
      import org.junit.jupiter.api.BeforeEach;
      import org.junit.jupiter.api.Test;

      class Trials {
        private static EntityManagerFactory factory;
        private final Invoices invoices = new Invoices(factory);
        private final Library library = new Library(factory);

        @BeforeAll
        static void open() {
          Configuration configuration =
              new Configuration(
                  new BootstrapServiceRegistryBuilder()
                      .applyClassLoader(Trials.class.getClassLoader())
                      .build())
                  .setProperty("hibernate.connection.url", "jdbc:h2:mem:page;DB_CLOSE_DELAY=-1")
                  .setProperty("hibernate.hbm2ddl.auto", "create-drop");
          List.of(Invoice.class, Item.class, Customer.class, Author.class, Book.class)
              .forEach(configuration::addAnnotatedClass);
          factory = configuration.buildSessionFactory();
        }

        @AfterAll
        static void close() {
          factory.close();
        }

        @BeforeEach
        void fill() {
          Customer ada = new Customer();
          ada.id = 7;
          ada.name = "Ada";
          Item tea = new Item();
          tea.id = 3;
          tea.name = "tea";
          tea.quantity = 2;
          Invoice invoice = new Invoice();
          invoice.id = 1;
          invoice.customer = ada;
          invoice.items.add(tea);
          Author author = new Author();
          author.id = 1;
          author.name = "Ursula";
          Book book = new Book();
          book.id = 2;
          book.title = "The Dispossessed";
          book.author = author;
          author.books.add(book);
          try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            entities.persist(invoice);
            entities.persist(author);
            entities.getTransaction().commit();
          }
        }

        @AfterEach
        void empty() {
          for (String table :
              List.of("Invoice_Item", "Invoice", "Item", "Customer", "Book", "Author")) {
            execute("delete from " + table);
          }
        }

        /** Changes rows past the cache, as another application would. */
        private void execute(String sql) {
          try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            entities.createNativeQuery(sql).executeUpdate();
            entities.getTransaction().commit();
          }
        }

        @Test
        void record_isCached() {
          assertThat(invoices.view(1)).isEqualTo(new InvoiceView(1, "open", "Ada"));
          execute("update Invoice set status = 'changed'");
          assertThat(invoices.view(1)).isEqualTo(new InvoiceView(1, "open", "Ada"));
        }

        @Test
        void absence_isCached() {
          assertThat(invoices.view(9)).isNull();
          execute("insert into Invoice (id, version, status, customer_id) values (9, 0, 'new', 7)");
          assertThat(invoices.view(9)).isNull();
        }

        @Test
        void fetchedEntity_isCached_asDetachedCopies() {
          Invoice loaded = invoices.find(1);
          execute("update Invoice set status = 'changed'");
          Invoice hit = invoices.find(1);
          assertThat(hit.status).isEqualTo("open");
          assertThat(hit).usingRecursiveComparison().isEqualTo(loaded);
          assertThat(hit.items).isExactlyInstanceOf(ArrayList.class).hasSize(1);
          assertThat(hit.customer).isExactlyInstanceOf(Customer.class);
          assertThat(hit).isNotSameAs(invoices.find(1));
        }

        @Test
        void halfEntity_isNotCached() {
          assertThat(invoices.findHalf(1).status).isEqualTo("open");
          execute("update Invoice set status = 'changed'");
          assertThat(invoices.findHalf(1).status).isEqualTo("changed");
        }

        @Test
        void cycle_isNotCached_butWithoutTheWayBackItIs() {
          library.author(1);
          library.view(1);
          library.authorDown(1);
          execute("update Author set name = 'changed'");
          assertThat(library.author(1).name).isEqualTo("changed");
          assertThat(library.view(1))
              .isEqualTo(new Library.AuthorView("Ursula", List.of("The Dispossessed")));
          assertThat(library.authorDown(1).name).isEqualTo("Ursula");
          assertThat(library.authorDown(1).books).hasSize(1);
        }

        @Test
        void save_writesWhatCameFromTheCache_unlessItIsOld() {
          invoices.find(1);
          Invoice hit = invoices.find(1);
          Invoice old = invoices.find(1);
          hit.status = "sent";
          invoices.save(hit);
          assertThat(invoices.find(1).status).isEqualTo("sent");
          old.status = "lost";
          assertThatThrownBy(() -> invoices.save(old)).isInstanceOf(OptimisticLockException.class);
          assertThat(invoices.find(1).status).isEqualTo("sent");
        }

        @Test
        void writer_loadsPastTheCache() {
          invoices.find(1);
          invoices.view(1);
          new InvoiceWriter(factory).pay(1);
          assertThat(invoices.find(1).status).isEqualTo("paid");
          assertThat(invoices.view(1).status()).isEqualTo("paid");
        }
      }
      """;

  private static final int NUMBER_OF_TRIALS = 7;

  @Test
  void examples_doWhatThePageSays() throws Exception {
    Page page = Page.named("jpa.md");
    try (URLClassLoader application = page.load(Map.of("shop/Trials.java", TRIALS))) {
      List<String> logged = run(application);
      assertThat(page.logs().keySet()).containsExactlyInAnyOrder("half", "cycle");
      for (String log : page.logs().keySet()) {
        String method = log.equals("half") ? ".findHalf(" : ".author(";
        List<String> lines = logged.stream().filter(line -> line.contains(method)).toList();
        if (Boolean.getBoolean("cacheaside.write-docs")) {
          page.writeLog(log, lines);
        }
        assertThat(lines).containsExactlyElementsOf(page.logs().get(log)).hasSize(1);
      }
    }
  }

  /** Runs the trials with one cache for each. */
  private static List<String> run(ClassLoader application) throws Exception {
    try (LogCapture log = new LogCapture()) {
      NestedTests.Around cache =
          () -> {
            CacheAsideConfig.Builder builder = CacheAsideConfig.builder().store(MemoryStore::new);
            return CacheAsideRuntime.install(builder.weavingCheck(WeavingCheck.OFF).build());
          };
      NestedTests.run(List.of(application.loadClass("shop.Trials")), cache)
          .assertSucceeded(NUMBER_OF_TRIALS, 0);
      return log.lines("Populating").stream()
          .map(line -> line.replaceAll("\\$HibernateProxy\\$\\w+", "\\$HibernateProxy…"))
          .distinct()
          .toList();
    }
  }
}
