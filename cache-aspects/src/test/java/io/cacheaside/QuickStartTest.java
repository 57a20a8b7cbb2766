package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of the README, in a JVM that has never done anything: its second call is a hit. */
@Timeout(300)
class QuickStartTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.*;
      import io.cacheaside.annotation.*;

      public class Program {
        record User(long id, String name) {}

        static class Database {
          int loads;

          User load(long id) { loads++; return new User(id, "user " + id); }

          void store(User user) {}
        }

        static class UserService {
          final Database db = new Database();

          @CacheAside(key = "user:{id}", ttl = "5m")
          User find(long id) { return db.load(id); }

          @Invalidate(key = "user:{user.id}")
          void save(User user) { db.store(user); }
        }

        public static void main(String[] args) {
          UserService users = new UserService();
          CacheAsideConfig config = CacheAsideConfig.builder().redis(args[0]).app(args[1]).build();
          try (CacheAsideRuntime cache = CacheAsideRuntime.install(config)) {
            for (int i = 0; i < 7; i++) {
              users.find(1);
            }
            System.out.println("loads of 7 reads: " + users.db.loads);
            users.save(users.find(1));
            users.find(1);
            users.find(1);
          }
          System.out.println("after a write: " + users.db.loads);
        }
      }
      """;

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  @TempDir private static Path folder;
  private static Path woven;
  private static RedisServer server;

  @BeforeAll
  static void start() throws IOException {
    Path classes = folder.resolve("classes");
    woven = folder.resolve("woven");
    Javac.compile(Map.of("shop/Program.java", PROGRAM), classes, Classpath.ofApplication());
    assertThat(Ajc.weave(classes, woven, Classpath.ofApplication())).isEmpty();
    server = RedisServer.startProcess();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertCaches(String app, List<String> prefix) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(woven));
    classPath.addAll(Classpath.ofApplication());
    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder,
            prefix,
            List.of("-cp", Classpath.joined(classPath), "shop.Program", server.uri(), app));
    assertThat(outcome.out())
        .as("%s", outcome.err())
        .containsExactly("loads of 7 reads: 1", "after a write: 2");
    assertThat(outcome.err())
        .filteredOn(line -> line.contains(" io.cacheaside."))
        .singleElement()
        .asString()
        .matches(
            ".*INFO io.cacheaside.CacheAsideRuntime - connected to Redis at "
                + server.host()
                + ":"
                + server.port()
                + " in \\d+ ms");
  }

  @Test
  void freshJvm_secondCallIsAHit() throws Exception {
    for (int run = 0; run < 3; run++) {
      assertCaches("shop" + run, List.of());
    }
  }

  @Test
  void freshJvm_onOneProcessor_secondCallIsAHit() throws Exception {
    List<String> prefix =
        Files.isExecutable(TASKSET) ? List.of(TASKSET.toString(), "-c", "0") : List.of();
    for (int run = 0; run < 3; run++) {
      assertCaches("one" + run, prefix);
    }
  }
}
