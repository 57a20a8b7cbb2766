package io.cacheaside.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.WeavingCheck;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.spi.InvalidAnnotationException;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that are called through the cache, because their interface is annotated. */
class WrapTest {
  private final CacheAsideRuntime runtime = install("wrap");

  private static CacheAsideRuntime install(String app) {
    return CacheAsideRuntime.install(
        CacheAsideConfig.builder()
            .app(app)
            .store(MemoryStore::new)
            .weavingCheck(WeavingCheck.OFF)
            .build());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  public record User(long id, String name) {}

  /** As Spring Data's are. */
  public interface Crud<T, I> {
    <S extends T> S save(S entity);

    <S extends T> Iterable<S> saveAll(Iterable<S> entities);

    Optional<T> findById(I id);

    void deleteById(I id);

    default String kind() {
      return "default";
    }
  }

  public interface Users extends Crud<User, Long> {
    @Override
    @CacheAside(key = "user:{id}", ttl = "5m")
    Optional<User> findById(Long id);

    @Override
    @Invalidate(key = "user:{entity.id}")
    <S extends User> S save(S entity);

    @Override
    @Invalidate(key = "user:{entities*.id}")
    <S extends User> Iterable<S> saveAll(Iterable<S> entities);

    @Override
    @Invalidate(key = "user:{id}")
    void deleteById(Long id);

    @Invalidate(key = "user:{result.id}")
    User rename(String name) throws IOException;
  }

  private static class InMemoryUsers implements Users {
    final List<User> rows = new ArrayList<>(List.of(new User(1, "Ada"), new User(2, "Bo")));
    int finds;

    @Override
    public Optional<User> findById(Long id) {
      finds++;
      return rows.stream().filter(each -> each.id() == id).findFirst();
    }

    @Override
    public <S extends User> S save(S entity) {
      rows.removeIf(each -> each.id() == entity.id());
      rows.add(entity);
      return entity;
    }

    @Override
    public <S extends User> Iterable<S> saveAll(Iterable<S> entities) {
      entities.forEach(this::save);
      return entities;
    }

    @Override
    public void deleteById(Long id) {
      rows.removeIf(each -> each.id() == id);
    }

    @Override
    public User rename(String name) throws IOException {
      if (name.isEmpty()) {
        throw new IOException("no name");
      }
      return save(new User(1, name));
    }

    @Override
    public String toString() {
      return "users in memory";
    }
  }

  private final InMemoryUsers target = new InMemoryUsers();

  @Test
  void read_isCached_absenceToo() {
    Users users = runtime.wrap(Users.class, target);
    assertThat(users.findById(1L)).contains(new User(1, "Ada"));
    assertThat(users.findById(1L)).contains(new User(1, "Ada"));
    assertThat(users.findById(3L)).isEmpty();
    assertThat(users.findById(3L)).isEmpty();
    assertThat(target.finds).isEqualTo(2);
  }

  /** The caller knows the generic interface only. */
  @Test
  void call_throughTheGenericInterface_isTheSameMethod() {
    Crud<User, Long> crud = runtime.wrap(Users.class, target);
    assertThat(crud.findById(1L)).isPresent();
    assertThat(runtime.wrap(Users.class, target).findById(1L)).isPresent();
    assertThat(target.finds).isEqualTo(1);
    crud.deleteById(1L);
    assertThat(crud.findById(1L)).isEmpty();
    assertThat(target.finds).isEqualTo(2);
  }

  @Test
  void writes_invalidate_byPropertiesOfVariables_elementsAndResults() throws Exception {
    Users users = runtime.wrap(Users.class, target);
    users.findById(1L);
    users.save(new User(1, "Eve"));
    assertThat(users.findById(1L)).contains(new User(1, "Eve"));
    users.findById(2L);
    users.saveAll(List.of(new User(1, "Flo"), new User(2, "Gil")));
    assertThat(users.findById(1L)).contains(new User(1, "Flo"));
    assertThat(users.findById(2L)).contains(new User(2, "Gil"));
    users.rename("Hal");
    assertThat(users.findById(1L)).contains(new User(1, "Hal"));
    assertThat(target.finds).isEqualTo(6);
  }

  @Test
  void exception_passesAsItIs_andInvalidatesNoResult() {
    Users users = runtime.wrap(Users.class, target);
    users.findById(1L);
    assertThatThrownBy(() -> users.rename(""))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no name")
        .hasNoSuppressedExceptions();
    users.findById(1L);
    assertThat(target.finds).isEqualTo(1);
  }

  @Test
  void methodsOfObject_andDefaultOnes_areTheTargets() {
    Users users = runtime.wrap(Users.class, target);
    assertThat(users).hasToString("users in memory").hasSameHashCodeAs(target);
    assertThat(users.equals(target)).isTrue();
    assertThat(users.equals(runtime.wrap(Users.class, target))).isTrue();
    assertThat(users.equals(runtime.wrap(Users.class, new InMemoryUsers()))).isFalse();
    assertThat(users.equals(null)).isFalse();
    assertThat(users.kind()).isEqualTo("default");
  }

  @Test
  void wrapped_staysWithItsRuntime_andIsUncachedWhenThatIsClosed() {
    Users users = runtime.wrap(Users.class, target);
    users.findById(1L);
    runtime.deactivate();
    try (CacheAsideRuntime other = install("other")) {
      users.findById(1L);
      assertThat(target.finds).isEqualTo(1);
      other.wrap(Users.class, target).findById(1L);
      assertThat(target.finds).isEqualTo(2);
      users.save(new User(1, "Eve"));
      assertThat(users.findById(1L)).contains(new User(1, "Eve"));
      assertThat(other.wrap(Users.class, target).findById(1L)).contains(new User(1, "Ada"));
      assertThat(target.finds).isEqualTo(3);
    }
    runtime.close();
    users.findById(1L);
    users.findById(1L);
    assertThat(target.finds).isEqualTo(5);
    users.save(new User(1, "Flo"));
    assertThat(users.findById(1L)).contains(new User(1, "Flo"));
  }

  interface Hidden {
    @CacheAside(key = "hidden:{id}", ttl = "5m")
    String find(long id);
  }

  @Test
  void interfaceThatIsNotPublic_canBeWrapped() {
    List<Long> finds = new ArrayList<>();
    Hidden hidden =
        runtime.wrap(
            Hidden.class,
            id -> {
              finds.add(id);
              return "hidden " + id;
            });
    assertThat(hidden.find(1) + hidden.find(1)).isEqualTo("hidden 1hidden 1");
    assertThat(finds).containsExactly(1L);
  }

  /** A class with annotations of its own is woven, and does not cache twice. */
  private static final class OwnAnnotations extends InMemoryUsers {
    @Override
    @CacheAside(key = "user:{id}", ttl = "5m")
    public Optional<User> findById(Long id) {
      return super.findById(id);
    }
  }

  @Test
  void methodThatTheTargetAnnotatesItself_isLeftToItsWeaving() {
    OwnAnnotations own = new OwnAnnotations(); // which is not woven here
    Users users = runtime.wrap(Users.class, own);
    users.findById(1L);
    users.findById(1L);
    assertThat(own.finds).isEqualTo(2);
  }

  interface Redeclared extends Users {
    @Override
    Optional<User> findById(Long id);
  }

  private static final class RedeclaredUsers extends InMemoryUsers implements Redeclared {}

  /** As everywhere, annotations are not inherited. */
  @Test
  void methodThatIsRedeclaredWithoutAnnotations_isNotCached() {
    RedeclaredUsers redeclared = new RedeclaredUsers();
    Redeclared users = runtime.wrap(Redeclared.class, redeclared);
    users.findById(1L);
    users.findById(1L);
    assertThat(redeclared.finds).isEqualTo(2);
  }

  sealed interface Sealed permits SealedUsers {
    @CacheAside(key = "sealed:{id}", ttl = "5m")
    String find(long id);
  }

  record SealedUsers() implements Sealed {
    @Override
    public String find(long id) {
      return "";
    }
  }

  private <T> void assertRefused(Class<T> type, T object, String message) {
    assertThatThrownBy(() -> runtime.wrap(type, object))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatCannotBeWrapped_isRefused() {
    String here = WrapTest.class.getName();
    assertRefused(
        InMemoryUsers.class,
        target,
        here
            + "$InMemoryUsers is no interface, so nothing can be put in front of its objects; weave"
            + " its methods, or let it implement an interface that is annotated");
    assertRefused(
        Runnable.class,
        () -> {},
        "java.lang.Runnable has no method with @CacheAside or @Invalidate, so there is nothing to"
            + " wrap; annotate its methods, or use the object itself");
    assertRefused(
        Sealed.class,
        new SealedUsers(),
        here
            + "$Sealed is sealed, so nobody else may implement it; annotate and weave the methods of "
            + here
            + "$SealedUsers");
    assertRefused(
        Users.class,
        runtime.wrap(Users.class, target),
        here + "$Users is what this object is wrapped as already; use it as it is");
  }

  interface Wrong {
    @CacheAside(key = "user:{uid}", ttl = "5m")
    String find(long id);

    @CacheAside(key = "any", ttl = "soon")
    String any();

    @Invalidate(key = "user:{result.id}")
    void save(User user);
  }

  @Test
  void wrongAnnotations_areRefusedAllAtOnce() {
    String here = Wrong.class.getName();
    assertThatThrownBy(() -> runtime.wrap(Wrong.class, (Wrong) proxyOf(Wrong.class)))
        .isExactlyInstanceOf(InvalidAnnotationException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().lines())
                    .containsExactlyInAnyOrder(
                        here
                            + ".find(long): @CacheAside key \"user:{uid}\": {uid} names no"
                            + " parameter; did you mean {id}?",
                        here
                            + ".any(): @CacheAside ttl \"soon\" is not a duration: found 's' where a whole"
                            + " number was expected; write for example \"5m\", \"250ms\", \"1h30m\" or"
                            + " \"PT5M\"",
                        here
                            + ".save(User): @Invalidate key \"user:{result.id}\": {result} is used,"
                            + " but the method returns nothing"));
  }

  private static Object proxyOf(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
  }
}
