package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A class with annotated methods, of which another method mentions a class that is missing: a
 * library that is optional. The JVM does not mind until somebody asks for all methods.
 */
class MissingClassTest {
  private static final String USERS =
      """
      public class Users implements java.util.function.LongUnaryOperator {
        static long calls;

        @CacheAside(key = "user:{id}", ttl = "5m")
        static Long find(long id) {
          return ++calls;
        }

        @Invalidate(key = "user:{id}")
        static void save(long id) {
          calls++;
        }

        static void export(Optionally library) {}

        /** Finds for positive numbers, saves for others. */
        public long applyAsLong(long id) {
          if (id <= 0) {
            save(-id);
          }
          return id > 0 ? find(id) : calls;
        }
      }
      """;

  private Path woven;
  private URLClassLoader application;
  private LongUnaryOperator users;
  private CacheAsideRuntime runtime;

  @BeforeEach
  void start() throws IOException, ReflectiveOperationException {
    woven =
        WovenClasses.weave(
            Map.of("Users", USERS, "Cached", CACHED, "Optionally", "public class Optionally {}"),
            List.of(),
            List.of());
    Files.delete(woven.resolve("shop/Optionally.class"));
    application = WovenClasses.loader(woven);
    users = WovenClasses.create(application, "Users", LongUnaryOperator.class);
    runtime = CacheAsideRuntime.install(CacheAsideConfig.builder().store(MemoryStore::new).build());
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    application.close();
  }

  @Test
  void cachedMethod_runsUncached() {
    assertThat(users.applyAsLong(7)).isEqualTo(1);
    assertThat(users.applyAsLong(7)).isEqualTo(2);
  }

  private static final String CACHED =
      """
      public class Cached implements java.util.function.LongUnaryOperator {
        static long calls;

        @CacheAside(key = "user:{id}", ttl = "5m")
        public long applyAsLong(long id) {
          return ++calls;
        }
      }
      """;

  @Test
  void invalidatingMethod_clearsItsRegion_andSaysSoOnce() throws Exception {
    LongUnaryOperator cached = WovenClasses.create(application, "Cached", LongUnaryOperator.class);
    assertThat(cached.applyAsLong(7)).isEqualTo(1);
    assertThat(cached.applyAsLong(7)).isEqualTo(1);
    try (LogCapture log = new LogCapture()) {
      assertThat(users.applyAsLong(-8)).isEqualTo(1);
      assertThat(cached.applyAsLong(7)).isEqualTo(2);
      assertThat(users.applyAsLong(-8)).isEqualTo(2);
      assertThat(log.lines("CallSite"))
          .containsExactly(
              "ERROR void shop.Users.save(long): its keys cannot be read, because a class that"
                  + " shop.Users mentions cannot be loaded (java.lang.NoClassDefFoundError:"
                  + " shop/Optionally), so each call clears all of what it invalidates in:"
                  + " default. Add the class to the class path, or move what mentions it into another"
                  + " class");
    }
    assertThat(cached.applyAsLong(7)).isEqualTo(3);
  }

  @Test
  void invalidatingMethod_whoseClassFileIsGone_isStoppedBeforeItWrites() throws IOException {
    Files.delete(woven.resolve("shop/Users.class"));
    assertThatThrownBy(() -> users.applyAsLong(-7))
        .isInstanceOf(LinkageError.class)
        .hasMessage(
            "void shop.Users.save(long): its annotations cannot be read, because a class that shop.Users"
                + " mentions cannot be loaded (java.lang.NoClassDefFoundError: shop/Optionally)."
                + " Add it to the class path, or move what mentions it to another class. Until"
                + " then a @CacheAside method is not cached, and an @Invalidate method cannot be"
                + " called");
    assertThat(users.applyAsLong(7)).as("calls").isEqualTo(1);
  }
}
