package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Classpath;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users, passwords, keys and values appear in no log line, message or text of an object. */
@Timeout(300)
@Tag("heavy")
class SecretsTest {

  @Test
  void wholeLife_withAllLogs_namesNoSecret(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (RedisServer server = RedisServer.startProcess()) {
      addUsers(server);
      ChildJvm.Outcome outcome =
          ChildJvm.run(
              folder,
              "-Dorg.slf4j.simpleLogger.log.io.cacheaside=trace",
              "-Dcacheaside.weaving-check=off",
              "-cp",
              Classpath.joined(classPath()),
              SecretLife.class.getName(),
              server.host(),
              Integer.toString(server.port()),
              folder.toString());
      assertThat(outcome.exitCode()).as("%s", outcome.err()).isZero();
      assertThat(outcome.out()).contains(SecretLife.END);
      List<String> all = new ArrayList<>(outcome.out());
      all.addAll(outcome.err());
      assertThat(all).anyMatch(line -> line.contains("WRONGPASS")); // so failures were told
      assertThat(all).anyMatch(line -> line.contains("NOPERM") || line.contains("permissions"));
      assertThat(all).anyMatch(line -> line.contains("WARN") && line.contains("not cached"));
      for (String event : List.of("hit ", "miss ", "bypass ", "invalidated ")) {
        assertThat(all) // so keys were told of, by their template and a hash
            .anyMatch(line -> line.matches(event + ".* life:default:\\{item:\\{id}}#[0-9a-f]{8}"));
      }
      assertThat(all)
          .filteredOn(line -> line.contains("hunter-"))
          .as("lines with a secret")
          .isEmpty();
    }
  }

  private static List<Path> classPath() {
    List<Path> all = new ArrayList<>(Classpath.ofApplication());
    all.add(Classpath.of(SecretsTest.class));
    return all;
  }

  private static void addUsers(RedisServer server) {
    RedisClient client = RedisClient.create(server.uri());
    try {
      for (String rules :
          List.of(
              SecretLife.USER + " on >" + SecretLife.PASSWORD + " ~* +@all",
              SecretLife.USER + "-reader on >" + SecretLife.PASSWORD + " ~* +get +ping +hello")) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        args.add("SETUSER");
        for (String rule : rules.split(" ", -1)) {
          args.add(rule);
        }
        client
            .connect()
            .sync()
            .dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args);
      }
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }
}
