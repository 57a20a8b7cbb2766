package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application with Spring Boot, JPA, HikariCP and H2: a read-only service, nothing configured.
 */
class BootDataIT {

  @ParameterizedTest
  @ValueSource(strings = {"3.5.16", "4.1.2"})
  void readOnlyService_secondCallIsAHit_andAWritingTransactionKeepsItsLoads(String boot)
      throws Exception {
    ForeignProject project =
        ForeignProject.copy("boot-data", BootDataIT.class, "boot-data-" + boot)
            .edit("pom.xml", "@boot.version@", boot);
    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    Build eager =
        start(project, false)
            .succeeds()
            .says(
                "loads for 2 calls: 1",
                "connections for 50 hits: 50",
                "after a change: Ada",
                "in a transaction that writes: Cleo",
                "cached by it: false");
    assertThat(eager.lines("WARN").stream().filter(line -> line.contains("PrivateLoad")))
        .singleElement()
        .asString()
        .contains("shop.UserService.find(long): what it loads is returned but not cached");
    start(project, true)
        .succeeds()
        .says("loads for 2 calls: 1", "connections for 50 hits: 0", "after a change: Ada");
  }

  private static Build start(ForeignProject project, boolean lazy) throws Exception {
    try (RedisServer server = RedisServer.startProcess()) {
      return project.run(
          "java",
          "-Dredis=" + server.uri(),
          "-Dlazy=" + lazy,
          "-cp",
          project.classPath(),
          "shop.Main");
    }
  }
}
