package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.internal.bytebuddy.BytecodeProviderImpl;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Hibernate gives is cached if all of it is there, and never loaded for the cache. */
@Tag("heavy")
class EntitiesTest {

  /** The other side of a lazy reference. */
  @Entity
  @Table(name = "customers")
  static class Customer {
    @Id long id;
    String name = "";
  }

  /** A row of an order. */
  @Entity
  @Table(name = "lines")
  static class Line {
    @Id long id;
    int quantity;
  }

  /** An entity with all that is loaded later. */
  @Entity
  @Table(name = "orders")
  static class Order {
    @Id long id;

    @ManyToOne(fetch = FetchType.LAZY, cascade = CascadeType.PERSIST)
    @Nullable Customer customer;

    @OneToMany(cascade = CascadeType.PERSIST)
    List<Line> lines = new ArrayList<>();
  }

  private SessionFactory sessions;

  @BeforeEach
  void open() {
    sessions = sessionsOf(Customer.class, Line.class, Order.class);
    inSession(
        session -> {
          Customer customer = new Customer();
          customer.id = 7;
          customer.name = "Ada";
          Line line = new Line();
          line.id = 3;
          line.quantity = 2;
          Order order = new Order();
          order.id = 1;
          order.customer = customer;
          order.lines.add(line);
          session.persist(order);
          return order;
        });
  }

  private static SessionFactory sessionsOf(Class<?>... entities) {
    ClassLoader loader = entities[0].getClassLoader();
    Configuration configuration =
        new Configuration(new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build())
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:entities")
            .setProperty("hibernate.hbm2ddl.auto", "create-drop");
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    return configuration.buildSessionFactory();
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  private <T> T inSession(Function<Session, T> body) {
    return sessions.fromTransaction(body);
  }

  @Test
  void detachedGraph_thatIsLoaded_comesBackInPlainClasses() {
    Order order =
        inSession(
            session ->
                session
                    .createQuery(
                        "from EntitiesTest$Order o join fetch o.lines join fetch o.customer",
                        Order.class)
                    .getSingleResult());
    assertThat(order.lines.getClass().getName()).startsWith("org.hibernate.");

    Codec.TypeCodec codec = Declared.codec(Order.class);
    Order hit = (Order) Declared.decode(codec, codec.encodeAndVerify(order, 0));

    assertThat(hit).usingRecursiveComparison().isEqualTo(order);
    assertThat(hit.lines).isExactlyInstanceOf(ArrayList.class);
    assertThat(hit.customer).isExactlyInstanceOf(Customer.class);
  }

  @Test
  void collection_thatIsNotLoaded_isRefusedWithItsPath_andNotLoaded() {
    Codec.TypeCodec codec = new Declared<List<Order>>() {}.codec();
    inSession(
        session -> {
          Order order = session.find(Order.class, 1);
          Hibernate.initialize(order.customer);
          order.customer = (Customer) Hibernate.unproxy(order.customer);
          assertThatThrownBy(() -> codec.encodeAndVerify(List.of(order), 0))
              .isInstanceOf(CodecException.class)
              .hasMessage(
                  "return type List<Order>: field \"[].lines\" holds a collection that Hibernate has"
                      + " not loaded; fetch it in the query, or return a record without it");
          assertThat(Hibernate.isInitialized(order.lines)).isFalse();
          return order;
        });
  }

  @Test
  void proxy_isRefusedWithItsPath_andNotLoaded() {
    Order order = inSession(session -> session.find(Order.class, 1));
    Codec.TypeCodec codec = Declared.codec(Order.class);
    assertThatThrownBy(() -> codec.encodeAndVerify(order, 0))
        .isInstanceOf(CodecException.class)
        .hasMessageMatching(
            "return type Order: field \"customer\" holds \\S*Customer\\$HibernateProxy\\S*, a"
                + " Hibernate proxy, which needs its session; unproxy it or return a record");
    assertThat(Hibernate.isInitialized(order.customer)).isFalse();
  }

  @Test
  void attribute_thatIsNotLoaded_isRefused_becauseItWouldComeBackAsNull() throws Exception {
    Class<?> enhanced = new Enhanced().loadClass(LazyDocument.class.getName());
    sessions.close();
    sessions = sessionsOf(enhanced);
    inSession(
        session ->
            session
                .createNativeMutationQuery("insert into LazyDocument (id, text) values (1, 'long')")
                .executeUpdate());
    Object document = inSession(session -> session.find(enhanced, 1L));
    Codec.TypeCodec codec = Declared.codec(enhanced);
    assertThatThrownBy(() -> codec.encodeAndVerify(document, 0))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type LazyDocument: the value holds %s, of which Hibernate has not loaded all"
                + " attributes; fetch them in the query, or return a record without them",
            LazyDocument.class.getName());

    Object loaded =
        inSession(
            session -> {
              Supplier<?> found = (Supplier<?>) session.find(enhanced, 1L);
              assertThat(found.get()).isEqualTo("long");
              return found;
            });
    Supplier<?> hit = (Supplier<?>) Declared.decode(codec, codec.encodeAndVerify(loaded, 0));
    assertThat(hit.get()).isEqualTo("long");
  }

  /** Loads an entity as Hibernate's plugin would have written it. */
  private static final class Enhanced extends ClassLoader {
    Enhanced() {
      super(EntitiesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(LazyDocument.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] plain = in.readAllBytes();
        byte[] enhanced =
            new BytecodeProviderImpl()
                .getEnhancer(new DefaultEnhancementContext())
                .enhance(name, plain);
        return defineClass(name, enhanced, 0, enhanced.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
