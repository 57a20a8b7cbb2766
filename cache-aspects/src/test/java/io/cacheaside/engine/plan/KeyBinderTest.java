package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.Key;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The keys' texts are a contract across releases: each is pinned. */
@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class KeyBinderTest {

  private static String key(Class<?> example, @Nullable Object... arguments) {
    return keyOn(null, example, arguments);
  }

  private static String keyOn(
      @Nullable Object receiver, Class<?> example, @Nullable Object... arguments) {
    return new PlanCompiler("shop", new StubCodec(), Map.of())
        .compileRead(Examples.onlyMethod(example))
        .key(receiver, arguments)
        .text();
  }

  @Test
  void bind_oneParameter_framesItsText() {
    assertThat(Examples.find().key(null, new Object[] {42L}))
        .extracting(Key::text)
        .isEqualTo("shop:default:{user:42}");
  }

  @Test
  void bind_noPlaceholder_isTheLiteral() {
    interface Example {
      @CacheAside(key = "rates", ttl = "5m", region = "money")
      String rates();
    }
    assertThat(key(Example.class)).isEqualTo("shop:money:{rates}");
  }

  @Test
  void bind_severalTypes_writesTheirCanonicalTexts() {
    interface Example {
      @CacheAside(key = "é {name}/{day}/{ids}", ttl = "5m")
      String find(String name, LocalDate day, List<Integer> ids);
    }
    assertThat(key(Example.class, "a:b", LocalDate.of(2026, 1, 2), List.of(1, 2)))
        .isEqualTo("shop:default:{é a%3Ab/2026-01-02/[1,2]}");
    assertThat(key(Example.class, "", null, List.of())).isEqualTo("shop:default:{é ~e/~/[]}");
    assertThat(key(Example.class, "}{", null, null)).isEqualTo("shop:default:{é %7D%7B/~/~}");
  }

  record Address(String city, @Nullable Address previous) {}

  record Customer(long id, Address address) {
    public String initials() {
      return "AB";
    }
  }

  @Test
  void property_ofRecords_isReadByItsAccessor() {
    interface Example {
      @CacheAside(key = "{c.id}:{c.address.city}:{c.initials}", ttl = "5m")
      String find(Customer c);
    }
    assertThat(key(Example.class, new Customer(7, new Address("Bern", null))))
        .isEqualTo("shop:default:{7:Bern:AB}");
  }

  @Test
  void property_nullAlongThePath_isNullText() {
    interface Example {
      @CacheAside(key = "{a.previous.previous.city}", ttl = "5m")
      String find(Address a);
    }
    Address old = new Address("Rom", null);
    assertThat(key(Example.class, (Object) null)).isEqualTo("shop:default:{~}");
    assertThat(key(Example.class, old)).isEqualTo("shop:default:{~}");
    assertThat(key(Example.class, new Address("x", old))).isEqualTo("shop:default:{~}");
    assertThat(key(Example.class, new Address("x", new Address("y", old))))
        .isEqualTo("shop:default:{Rom}");
  }

  static class Base<T> {
    private final T id;
    public final T twin;

    Base(T id) {
      this.id = id;
      this.twin = id;
    }

    public T getId() {
      return id;
    }

    public boolean isNew() {
      return true;
    }

    public String getURL() {
      return "u";
    }
  }

  static class Middle<S> extends Base<S> {
    Middle(S id) {
      super(id);
    }
  }

  static final class Leaf extends Middle<Long> {
    Leaf(long id) {
      super(id);
    }
  }

  @Test
  void property_inherited_isResolvedThroughGenericClasses() {
    interface Example {
      @CacheAside(key = "{leaf.id}:{leaf.twin}:{leaf.new}:{leaf.uRL}", ttl = "5m")
      String find(Leaf leaf);
    }
    assertThat(key(Example.class, new Leaf(5))).isEqualTo("shop:default:{5:5:true:u}");
  }

  @Test
  void property_ofParameterizedParameter_isResolved() {
    interface Example {
      @CacheAside(key = "{base.id}", ttl = "5m")
      String find(Middle<LocalDate> base);
    }
    assertThat(key(Example.class, new Middle<>(LocalDate.of(2026, 1, 2))))
        .isEqualTo("shop:default:{2026-01-02}");
  }

  @SuppressWarnings("EffectivelyPrivate") // what matters is that the class is not public
  private static class Hidden<T> {
    private final T id;

    private Hidden(T id) {
      this.id = id;
    }

    public T getId() {
      return id;
    }
  }

  public static final class Shown extends Hidden<Long> {
    Shown(long id) {
      super(id);
    }
  }

  @Test
  void property_inheritedFromAClassThatIsNotPublic_isRead() {
    interface Example {
      @CacheAside(key = "{shown.id}", ttl = "5m")
      String find(Shown shown);
    }
    assertThat(key(Example.class, new Shown(5))).isEqualTo("shop:default:{5}");
  }

  interface HasId<T> {
    T getId();
  }

  interface Named {
    String getName();
  }

  interface Person extends Named, HasId<Long> {}

  record PersonRow(Long getId, String getName) implements Person {}

  @Test
  void property_ofInterfaces_isResolvedThroughTheirParents() {
    interface Example {
      @CacheAside(key = "{person.id}:{person.name}", ttl = "5m")
      String find(Person person);
    }
    assertThat(key(Example.class, new PersonRow(5L, "Ann"))).isEqualTo("shop:default:{5:Ann}");
  }

  static final class Explosive {
    @SuppressWarnings("DoNotCallSuggester") // called by reflection
    public String getName() {
      throw new IllegalStateException("not loaded");
    }
  }

  @Test
  void property_thatThrows_isAKeyFailure() {
    interface Example {
      @CacheAside(key = "{bomb.name}", ttl = "5m")
      String find(Explosive bomb);
    }
    assertThatThrownBy(() -> key(Example.class, new Explosive()))
        .isExactlyInstanceOf(KeyFailure.class)
        .cause()
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("not loaded");
  }

  @Test
  void value_ofAnotherTypeThanDeclared_isAKeyFailure() {
    interface Example {
      @CacheAside(key = "{ids}", ttl = "5m")
      String find(List<Long> ids);
    }
    assertThatThrownBy(() -> key(Example.class, List.of("heap pollution")))
        .isExactlyInstanceOf(KeyFailure.class)
        .hasCauseExactlyInstanceOf(ClassCastException.class);
  }

  // The receiver

  static class Schema {
    private final String secret = "s";
    final String schema;

    final String secretOf() {
      return secret;
    }

    Schema(String schema) {
      this.schema = schema;
    }
  }

  static class Dao<E> extends Schema {
    private final String tenant;

    Dao(String tenant, String schema) {
      super(schema);
      this.tenant = tenant;
    }

    @CacheAside(key = "{this.tenant}:{this.schema}:{this.class.simpleName}:{id}", ttl = "5m")
    @Nullable String find(long id) {
      return tenant;
    }
  }

  static final class OrderDao extends Dao<Long> {
    OrderDao(String tenant) {
      super(tenant, "orders");
    }
  }

  @Test
  void this_privateField_inheritedFieldAndGetter_areRead() {
    assertThat(keyOn(new Dao<>("a", "users"), Dao.class, 1L))
        .isEqualTo("shop:default:{a:users:Dao:1}");
    assertThat(keyOn(new OrderDao("b"), Dao.class, 1L))
        .isEqualTo("shop:default:{b:orders:OrderDao:1}");
  }

  @CacheKey
  record Price(String sku, String currency) {
    @CacheAside(key = "{this}/{this.sku}", ttl = "5m")
    @Nullable String inEuros() {
      return sku;
    }
  }

  @Test
  void this_ofAKeyType_isItsText() {
    assertThat(
            new PlanCompiler("shop", new StubCodec(), Map.of())
                .compileRead(Examples.method(Price.class, "inEuros"))
                .key(new Price("A1", "CHF"), new Object[0]))
        .extracting(Key::text)
        .isEqualTo("shop:default:{(A1,CHF)/A1}");
  }

  interface Table {
    String getName();

    @CacheAside(key = "{this.name}:{id}", ttl = "5m")
    default @Nullable String find(long id) {
      return getName();
    }
  }

  @Test
  void this_ofAnInterface_isReadByItsGetters() {
    Table table = () -> "orders";
    assertThat(
            new PlanCompiler("shop", new StubCodec(), Map.of())
                .compileRead(Examples.method(Table.class, "find"))
                .key(table, new Object[] {1L}))
        .extracting(Key::text)
        .isEqualTo("shop:default:{orders:1}");
  }

  @Test
  void ownNames_areThoseThatTheClassItselfSees() {
    assertThat(Property.ownNames(OrderDao.class)).containsExactly("schema");
    assertThat(Property.ownNames(Dao.class)).containsExactly("schema", "tenant");
    assertThat(new Dao<>("a", "b").secretOf()).isEqualTo("s");
  }

  @Test
  void find_propertyOfAHiddenClass_saysHowToOpenIt() {
    Class<?> hidden = List.of(1, 2, 3).getClass();
    assertThatThrownBy(() -> Property.find(hidden, "empty"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the property \"empty\" of "
                + hidden.getName()
                + " is not accessible; open the package java.util to CacheAside, or use a"
                + " parameter");
  }

  @Test
  void names_listAllKindsOfProperties() {
    assertThat(Property.names(Leaf.class)).containsExactly("id", "new", "twin", "uRL");
    assertThat(Property.names(Customer.class)).containsExactly("address", "id", "initials");
    assertThat(Property.names(Person.class)).containsExactly("id", "name");
  }

  private static KeyBinder binderOfInvalidate(Class<?> example) {
    return new PlanCompiler("shop", new StubCodec(), Map.of())
        .compileInvalidations(Examples.onlyMethod(example))
        .keys()
        .get(0);
  }

  static final class Basket {
    @SuppressWarnings("UnusedVariable") // named by the key
    private final List<Long> ids = List.of(1L);

    @Invalidate(key = "{this.ids*}:{region}")
    void empty(String region, List<Long> others) {}
  }

  static final class Shelf {
    @Invalidate(key = "{others*}:{region}")
    List<Long> empty(String region, List<Long> others) {
      return others;
    }
  }

  static final class Crate {
    @Invalidate(key = "{result*}:{region}")
    List<Long> empty(String region, List<Long> others) {
      return others;
    }
  }

  @Test
  void needs_whatTheStarGoesThrough() {
    KeyBinder ofReceiver = binderOfInvalidate(Basket.class);
    assertThat(ofReceiver.needsReceiver()).isTrue();
    assertThat(ofReceiver.needsResult()).isFalse();
    assertThat(ofReceiver.needsArgument(0)).isTrue();
    assertThat(ofReceiver.needsArgument(1)).isFalse();
    KeyBinder ofArgument = binderOfInvalidate(Shelf.class);
    assertThat(ofArgument.needsReceiver()).isFalse();
    assertThat(ofArgument.needsResult()).isFalse();
    assertThat(ofArgument.needsArgument(0)).isTrue();
    assertThat(ofArgument.needsArgument(1)).isTrue();
    KeyBinder ofResult = binderOfInvalidate(Crate.class);
    assertThat(ofResult.needsReceiver()).isFalse();
    assertThat(ofResult.needsResult()).isTrue();
    assertThat(ofResult.needsArgument(1)).isFalse();
  }
}
