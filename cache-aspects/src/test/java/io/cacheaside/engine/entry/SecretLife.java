package io.cacheaside.engine.entry;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Load;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.Key;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** A program that does everything that can go wrong with a secret, and prints what it is told. */
final class SecretLife {
  static final String USER = "hunter-user";
  static final String PASSWORD = "hunter-password";
  static final String END = "the life has ended";

  private static final String ARGUMENT = "hunter-argument";
  private static final String VALUE = "hunter-value";

  /** Prints the keys that it is told of, and what may be logged of them. */
  private static final CacheListener TELLING =
      new CacheListener() {
        @Override
        public void onHit(CachedMethod method, Key key, boolean negative) {
          System.out.println("hit " + method + " " + key);
        }

        @Override
        public void onMiss(CachedMethod method, Key key) {
          System.out.println("miss " + method + " " + key);
        }

        @Override
        public void onBypass(CachedMethod method, Key key, BypassReason reason) {
          System.out.println("bypass " + method + " " + key);
        }

        @Override
        public void onInvalidate(CachedMethod method, Key key, boolean delivered) {
          System.out.println("invalidated " + method + " " + key);
        }
      };

  private SecretLife() {}

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "item:{id}", ttl = "5m")
    static String find(String id) {
      return VALUE;
    }

    @CacheAside(key = "number:{id}", ttl = "5m")
    static Number[] numbers(String id) {
      return new Integer[0];
    }

    @CacheAside(key = "names:{id}", ttl = "5m")
    static List<String> names(String id) {
      return List.of(VALUE);
    }

    @Invalidate(key = "item:{id}")
    static void save(String id) {}
  }

  public static void main(String[] args) throws Exception {
    String server = args[0] + ":" + args[1];
    String login = USER + ":" + PASSWORD + "@";
    live("redis://" + login + server);
    live("redis://" + USER + "-reader:" + PASSWORD + "@" + server);
    fail("redis://" + USER + ":" + PASSWORD + "-old@" + server);
    fail("rediss://" + login + server);
    fail("redis://" + login + args[0] + ":1");
    for (String broken :
        List.of(
            "redis://" + PASSWORD + "@" + server,
            "redis://" + login,
            "redis://" + login + server + "?" + PASSWORD,
            "redis://" + login + server + "/" + PASSWORD,
            "redis://" + USER + ":" + PASSWORD + "%zz@" + server,
            "redis://" + USER + ":" + PASSWORD + "/x@" + server + ":1",
            "redis:" + login + server,
            "http://" + login + server,
            PASSWORD)) {
      tell(() -> RedisStoreOptions.builder(broken).build());
      tell(() -> CacheAsideRuntime.install(config(broken).build()));
      readSettings(Path.of(args[2]), broken);
    }
    System.out.println(END);
    System.exit(0);
  }

  private static CacheAsideConfig.Builder config(String uri) {
    return CacheAsideConfig.builder()
        .app("life")
        .redis(uri)
        .maxValueBytes(1_000)
        .listener(TELLING)
        .startWait(Duration.ofMillis(500));
  }

  private static void readSettings(Path folder, String uri) throws IOException {
    Path file = folder.resolve("cache.properties");
    for (String name : List.of("redis-uri", "redis-url", "password")) {
      Files.writeString(file, name + " = " + uri + "\n");
      tell(() -> CacheAsideRuntime.install(CacheAsideConfig.builder().properties(file).build()));
      String variable = "CACHEASIDE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
      tell(
          () ->
              CacheAsideRuntime.install(
                  CacheAsideConfig.builder().environment(Map.of(variable, uri)).build()));
    }
  }

  /** Uses the cache in all ways, with a user who may do it or not. */
  private static void live(String uri) {
    CacheAsideConfig.Builder builder = config(uri);
    CacheAsideConfig config = builder.build();
    RedisStoreOptions options = RedisStoreOptions.builder(uri).build();
    print(builder, config, options);
    try (CacheAsideRuntime runtime = CacheAsideRuntime.install(config);
        RedisStore store = RedisStore.open(options)) {
      print(runtime, store, CacheEngine.installed());
      Await.until("connected", () -> store.firstConnection().isDone());
      for (int i = 0; i < 20; i++) {
        call("find", VALUE);
        call("numbers", new Integer[] {1});
        call("names", List.of(VALUE.repeat(100)));
        CacheEngine.installed().invalidate(site("save"), null, new Object[] {ARGUMENT}, null, true);
      }
      call("find", VALUE);
      call("find", VALUE);
      Key key = Key.of("life:default:{item:" + ARGUMENT + "}");
      tell(() -> store.invalidate(List.of(key)).join());
      tell(() -> store.fence(List.of(key), 1_000).join());
      tell(() -> store.clear(key).join());
      print(store.lookup(key), store.lastConnectError());
      print(key, List.of(key), store.invalidateInParts(List.of(key), 0));
      byte[] row = ("entry:nobody's " + ARGUMENT).getBytes(StandardCharsets.UTF_8);
      print(new InvalidationJournal.Row("1", row));
    }
  }

  /** Starts where it cannot work. */
  private static void fail(String uri) {
    tell(
        () ->
            CacheAsideRuntime.install(
                config(uri).requireRedisAtStart(true).startTimeout(Duration.ofSeconds(3)).build()));
    try (CacheAsideRuntime runtime = CacheAsideRuntime.install(config(uri).build());
        RedisStore store = RedisStore.open(RedisStoreOptions.builder(uri).build())) {
      call("find", VALUE);
      Await.until("refused", () -> store.lastConnectError() != null);
      print(runtime, store, store.lastConnectError());
      tell(() -> store.lookup(Key.of("life:default:{" + ARGUMENT + "}")).join());
    }
  }

  private static CallSite site(String name) {
    for (Method method : Annotated.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new CallSite(new AnnotatedMethod(method, List.of("id")));
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static void call(String method, Object loaded) {
    tell(
        () -> {
          try {
            Object[] arguments = {ARGUMENT};
            Object outcome = CacheEngine.installed().read(site(method), null, arguments);
            if (outcome instanceof Load load) {
              load.completed(loaded);
            }
            return "called " + method;
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void print(Object... objects) {
    for (Object object : objects) {
      System.out.println(object);
    }
  }

  /** Prints what comes of the task, with all causes. */
  private static void tell(Callable<?> task) {
    try {
      Object result = task.call();
      System.out.println(result);
      if (result instanceof CacheAsideRuntime runtime) {
        runtime.close();
      }
    } catch (Throwable e) {
      e.printStackTrace(System.out);
    }
  }
}
