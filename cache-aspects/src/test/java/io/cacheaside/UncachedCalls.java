package io.cacheaside;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A woven application whose calls are not cached for some reason, and what tells of it. */
final class UncachedCalls implements AutoCloseable {
  static final String USERS =
      """
      public class Users {
        public record User(long id, String name) {}

        public static class Draft {
          public long getId() { throw new IllegalStateException("not saved yet"); }
        }

        public static class Person { String name = "Ada"; }

        public static class Employee extends Person {}

        public static class Once {
          String text;

          Once() { throw new UnsupportedOperationException(); }

          Once(String text) { this.text = text; }
        }

        @CacheAside(key = "user:{id}", ttl = "5m")
        public User find(long id) { return new User(id, "Ada"); }

        @Invalidate(key = "user:{id}")
        public void save(long id) {}

        @CacheAside(key = "draft:{draft.id}", ttl = "5m")
        public String title(Draft draft) { return "title"; }

        @CacheAside(key = "tree:{id}", ttl = "5m")
        public String tree(long id, boolean again) { return again ? tree(id, false) : "leaf"; }

        @CacheAside(key = "report:{id}", ttl = "5m")
        public String report(long id) { return "x".repeat(1000); }

        @CacheAside(key = "slow:{id}", ttl = "5m")
        public String slow(long id, Runnable meanwhile) { meanwhile.run(); return "slow"; }

        @CacheAside(key = "brief:{id}", ttl = "1ms")
        public String brief(long id) {
          long began = System.nanoTime();
          while (System.nanoTime() - began < 2_000_000) {
            Thread.onSpinWait();
          }
          return "brief";
        }

        @Invalidate(key = "slow:{id}")
        public void change(long id) {}

        @CacheAside(key = "person:{id}", ttl = "5m")
        public Person person(long id) { return new Employee(); }

        @CacheAside(key = "once:{id}", ttl = "5m")
        public Once once(long id) { return new Once("text"); }

        @CacheAside(key = "anything:{id}", ttl = "5m")
        public Object anything(long id) { return "text"; }

        @CacheAside(key = "count:{name}", ttl = "5m")
        public long count(String name) { return 3; }

        @CacheAside(key = "count:{name}", ttl = "5m")
        public String words(String name) { return "three"; }

        @CacheAside(key = "name:{id}", ttl = "5m")
        public String name(long id) { return "Ada"; }

        public String nameOfVendor(long id) { return new Vendors().name(id); }
      }

      class Vendors {
        @CacheAside(key = "name:{id}", ttl = "5m")
        String name(long id) { return "Acme"; }
      }
      """;

  /** The store, below what a case puts around it. */
  final MemoryStore memory = new MemoryStore();

  private final RecordingListener events = new RecordingListener();
  private final LogCapture log = new LogCapture();
  private final Object users;
  private @Nullable CacheAsideRuntime runtime;

  private UncachedCalls(Object users) {
    this.users = users;
  }

  static UncachedCalls of(ClassLoader application) throws ReflectiveOperationException {
    return new UncachedCalls(WovenClasses.create(application, "Users", Object.class));
  }

  static ClassLoader weave() throws IOException {
    return WovenClasses.load(Map.of("Users", USERS));
  }

  /** Installs a runtime over a store in memory. */
  UncachedCalls install(UnaryOperator<CacheAsideConfig.Builder> settings) {
    return install(settings, store -> store);
  }

  UncachedCalls install(
      UnaryOperator<CacheAsideConfig.Builder> settings, UnaryOperator<Store> around) {
    CacheAsideConfig.Builder builder =
        CacheAsideConfig.builder()
            .app("shop")
            .closeTimeout(Duration.ZERO)
            .weavingCheck(WeavingCheck.OFF)
            .regionCheck(RegionCheck.OFF)
            .listener(events)
            .store(() -> memory);
    runtime = CacheAsideRuntime.install(settings.apply(builder).build(), around);
    return this;
  }

  /** Installs a runtime over a Redis. */
  UncachedCalls installOver(String uri, UnaryOperator<CacheAsideConfig.Builder> settings) {
    return install(builder -> settings.apply(builder.store(null).redis(uri)));
  }

  /** Calls a method by its name. */
  @Nullable Object call(String name, Object... arguments) {
    Method method =
        Arrays.stream(users.getClass().getMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    try {
      return method.invoke(users, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a new object of a class within the application's. */
  Object create(String simpleName) throws ReflectiveOperationException {
    String name = users.getClass().getName() + "$" + simpleName;
    return users.getClass().getClassLoader().loadClass(name).getDeclaredConstructor().newInstance();
  }

  static Key key(String text) {
    return Key.of("shop:default:{" + text + "}");
  }

  /** Returns whether the listener has heard this, of whatever key. */
  boolean heard(String event) {
    List<String> words = List.of(event.split(" "));
    return events.events().stream().anyMatch(each -> List.of(each.split(" ")).containsAll(words));
  }

  List<String> events() {
    return events.events();
  }

  /** Returns what was logged, the address of the server replaced by that of the page. */
  List<String> logged() {
    return lines(log.all(), "(?:\\S+ )?(ERROR|WARN|INFO) (\\w+) - (.*)");
  }

  /** Returns the level and the text of each line of the framework, in order. */
  static List<String> lines(String all, String format) {
    return Pattern.compile("^" + format, Pattern.MULTILINE)
        .matcher(all)
        .results()
        .map(UncachedCalls::line)
        .filter(line -> !line.matches("INFO (connected to|Using Redis) .*"))
        .toList();
  }

  private static String line(MatchResult line) {
    return (line.group(1) + " " + line.group(3))
        .replaceAll("127\\.0\\.0\\.1:\\d+", "localhost:6379");
  }

  /** Returns a store some of whose methods do something else, by their names. */
  static UnaryOperator<Store> instead(String method, Supplier<Object> answer) {
    Map<String, Supplier<Object>> others = new HashMap<>();
    others.put(method, answer);
    return store ->
        (Store)
            Proxy.newProxyInstance(
                UncachedCalls.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, called, arguments) -> {
                  Supplier<Object> other = others.get(called.getName());
                  return other != null ? other.get() : called.invoke(store, arguments);
                });
  }

  static UnaryOperator<Store> failing(String method, Throwable failure) {
    return instead(method, () -> CompletableFuture.failedFuture(failure));
  }

  /** A call that has no answer. */
  static UnaryOperator<Store> silent(String method) {
    return instead(method, CompletableFuture::new);
  }

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
    log.close();
  }
}
