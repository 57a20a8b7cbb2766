package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program that is run in a thread group, as Maven's {@code exec:java} does, which waits for each
 * thread in it, and for those that do not end when they are interrupted for 15 s.
 */
@Tag("heavy")
class ThreadsLeftBehindTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.*;
      import java.time.Duration;

      public class Program {
        public static void main(String[] args) throws Exception {
          ThreadGroup group = new ThreadGroup("shop.Program");
          Thread main = new Thread(group, () -> run(args[0], args[1].equals("closed")));
          main.start();
          main.join();
          Thread[] left = new Thread[100];
          int count = group.enumerate(left);
          for (int i = 0; i < count; i++) System.out.println("left: " + left[i].getName());
          System.exit(0);
        }

        private static void run(String uri, boolean close) {
          CacheAsideRuntime runtime = CacheAsideRuntime.install(
              CacheAsideConfig.builder()
                  .redis(uri)
                  .requireRedisAtStart(true)
                  .startTimeout(Duration.ofSeconds(60))
                  .build());
          System.out.println("connected");
          if (close) runtime.close();
        }
      }
      """;

  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"closed", "left open"})
  void program_leavesNoThreadInItsGroup(String end) throws Exception {
    Path program = folder.resolve("program");
    Javac.compile(Map.of("shop/Program.java", PROGRAM), program, Classpath.ofApplication());
    List<Path> all = new ArrayList<>(List.of(program));
    all.addAll(Classpath.ofApplication());

    ChildJvm.Outcome outcome;
    try (RedisServer server = RedisServer.startProcess()) {
      outcome =
          ChildJvm.run(folder, "-cp", Classpath.joined(all), "shop.Program", server.uri(), end);
    }

    // a close while a second connection comes up is told by the client's library as well
    assertThat(outcome.err())
        .as("that it is connected, and no warning")
        .anyMatch(is -> is.contains("connected to Redis"))
        .allMatch(is -> is.contains("INFO"));
    assertThat(outcome.out()).containsExactly("connected");
  }
}
