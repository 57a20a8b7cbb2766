package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.ChildJvm.Outcome;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that is full for moments, in a process of its own. */
@Tag("heavy")
class FullHeapTest {
  @TempDir Path folder;

  @Test
  void moments_leaveNothingBehind() throws IOException, InterruptedException {
    try (RedisServer server = RedisServer.startProcess()) {
      Outcome outcome =
          ChildJvm.run(
              folder,
              "-Xmx40m",
              "-XX:+UseSerialGC",
              "-Dcacheaside.weaving-check=off",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              FullHeapLife.class.getName(),
              server.uri());

      assertThat(outcome.out()).as("log: %s", outcome.err()).contains("healthy");
      assertThat(outcome.out()).noneMatch(line -> line.endsWith("is old"));
      assertThat(outcome.exitCode()).isZero();
    }
  }
}
