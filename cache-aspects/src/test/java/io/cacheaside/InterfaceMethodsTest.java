package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.interception.Interceptions;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScannedMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotated interfaces at the start, and what is said of those that nobody intercepts. */
@Tag("heavy")
class InterfaceMethodsTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.*;
      import io.cacheaside.store.MemoryStore;

      public class Program {
        public static void main(String[] args) {
          try (var cache = CacheAsideRuntime.install(
              CacheAsideConfig.builder().store(MemoryStore::new).build())) {
            System.out.println(cache.notIntercepted());
            Users users = cache.wrap(Users.class, new Users() {
              int loads;
              public String find(long id) { return "load " + ++loads; }
              public void save(long id, String name) {}
            });
            System.out.println(cache.notIntercepted());
            System.out.println(users.find(1) + users.find(1));
            users.save(1, "Ada");
            System.out.println(users.find(1));
          } catch (RuntimeException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  private static final String USERS =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public interface Users {
        @CacheAside(key = "user:{id}", ttl = "5m") String find(long id);
        @Invalidate(key = "user:{id}") void save(long id, String name);
      }
      """;

  private static final String ORDERS =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public interface Orders {
        @CacheAside(key = "order:{id}", ttl = "5m") String find(long id);
      }
      """;

  @TempDir private Path folder;

  private List<String> start(String... interfaces) throws Exception {
    Path classes = compile(interfaces);
    List<Path> all = new ArrayList<>(List.of(classes));
    all.addAll(Classpath.ofApplication());
    return ChildJvm.run(folder, "-cp", Classpath.joined(all), "shop.Program").out();
  }

  private Path compile(String... interfaces) throws IOException {
    Map<String, String> sources =
        Map.of(
            "shop/Program.java", PROGRAM,
            "shop/Users.java", interfaces[0],
            "shop/Orders.java", interfaces[1]);
    Path classes = folder.resolve("classes");
    Javac.compile(sources, classes, Classpath.ofApplication(), "-parameters");
    return classes;
  }

  @Test
  void start_goesOn_andSaysWhichAreNotIntercepted() throws Exception {
    assertThat(start(USERS, ORDERS))
        .containsExactly(
            "[shop.Orders.find(long), shop.Users.find(long), shop.Users.save(long, String)]",
            "[shop.Orders.find(long)]",
            "load 1load 1",
            "load 2");
  }

  @Test
  void start_wrongAnnotations_fails() throws Exception {
    assertThat(start(USERS, ORDERS.replace("{id}", "{no}")))
        .containsExactly(
            "shop.Orders.find(long): @CacheAside key \"order:{no}\": {no} names no parameter; did"
                + " you mean {id}?");
  }

  @Test
  void warning_listsThem() throws Exception {
    List<ScannedMethod> found =
        ClassFileScan.scanDirectory(compile(USERS, ORDERS)).annotated().stream()
            .flatMap(each -> each.methods().stream())
            .toList();
    try (CacheAsideRuntime unused =
            CacheAsideRuntime.install(
                CacheAsideConfig.builder()
                    .store(MemoryStore::new)
                    .weavingCheck(WeavingCheck.OFF)
                    .build());
        LogCapture log = new LogCapture()) {
      Interceptions none = new Interceptions(CacheEngine.installed());
      new InterfaceMethods(found, none).warn();
      new InterfaceMethods(List.of(), none).warn();
      assertThat(log.all().lines())
          .containsExactly(
              "WARN CacheAsideRuntime - these annotated methods of interfaces run uncached and"
                  + " invalidate nothing, because nothing was put in front of their objects: call what"
                  + " CacheAsideRuntime.wrap(...) returns, or let cache-spring-boot-starter find the"
                  + " beans:",
              "  - shop.Orders.find(long)",
              "  - shop.Users.find(long)",
              "  - shop.Users.save(long, String)");
    }
  }
}
