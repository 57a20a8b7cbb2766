package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose read buffer cannot grow: replies are lost, and no other call gets them. */
@Tag("heavy")
class LittleDirectMemoryTest {
  @Test
  void replyBeyondDirectMemory_noLookupGetsTheRecordOfAnotherKey_andLaterOnesHitAgain(
      @TempDir Path folder) throws IOException, InterruptedException {
    try (RedisServer server = RedisServer.startProcess();
        RawRedis raw = new RawRedis(server.uri())) {
      for (int i = 0; i < LittleDirectMemory.KEYS; i++) {
        raw.sync().set(LittleDirectMemory.key(i).bytes(), LittleDirectMemory.record(i));
      }
      ChildJvm.Outcome outcome =
          ChildJvm.run(
              folder,
              "-XX:MaxDirectMemorySize=" + LittleDirectMemory.MIB + "m",
              "-Dio.netty.allocator.type=pooled",
              "-cp",
              System.getProperty("java.class.path"),
              LittleDirectMemory.class.getName(),
              server.uri());
      assertThat(outcome.err())
          .as("%s", outcome.out())
          .anyMatch(line -> line.matches(".*OutOf(Direct)?MemoryError: .*direct.*memory.*"));
      assertThat(outcome.out())
          .containsExactly(
              "right true, wrong 0, failed true", "small at last true", "large at last true");
    }
  }
}
