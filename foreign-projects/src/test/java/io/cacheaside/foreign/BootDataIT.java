package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application with Spring Boot, JPA, HikariCP and H2: a read-only service, nothing configured.
 */
class BootDataIT {
  private static final String SOURCES = "src/main/java/shop/";

  @ParameterizedTest
  @ValueSource(strings = {"3.5.16", "4.1.2"})
  void readOnlyService_secondCallIsAHit_andAWritingTransactionKeepsItsLoads(String boot)
      throws Exception {
    ForeignProject project = project(boot, "boot-data-" + boot);
    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    Build eager =
        start(project, false)
            .succeeds()
            .says(
                "loads for 2 calls: 1",
                "connections for 50 hits: 50",
                "after a change: Ada",
                "in a transaction that writes: Cleo",
                "cached by it: false",
                "true [Abe, Cleo]",
                "true [Dan]",
                "true [Dan, Cleo]",
                "true [Dan]",
                "false [Abe, Cleo, Dan]",
                "false [Dan, Cleo, Abe]",
                "loads of pages again: 0");
    assertThat(eager.lines("WARN").stream().filter(line -> line.contains("PrivateLoad")))
        .singleElement()
        .asString()
        .contains("shop.UserService.find(long): what it loads is returned but not cached");
    start(project, true)
        .succeeds()
        .says("loads for 2 calls: 1", "connections for 50 hits: 0", "after a change: Ada");
  }

  @Test
  void pageInAKey_isRefused_withWhatThePageShows() throws Exception {
    ForeignProject project = project("4.1.2", "pageable");
    String wrapper = Files.readString(project.path(SOURCES + "Paging.java"));
    Files.writeString(
        project.path(SOURCES + "Pages.java"),
        """
        package shop;

        class Pages {
          @io.cacheaside.annotation.CacheAside(key = "users:{page}", ttl = "5m")
          String names(org.springframework.data.domain.Pageable page) {
            return "";
          }
        }
        """);

    Build build = project.maven("process-classes").fails();

    assertThat(build.lines("CA104"))
        .singleElement()
        .asString()
        .endsWith("with a @CacheKey method: " + wrapper.replaceAll("(?s).*return |;\\n.*", ""));
    assertThat(BootProject.PAGE).content().contains("```java\n" + wrapper + "```");
  }

  private static ForeignProject project(String boot, String copy) throws Exception {
    return BootProject.copy("boot-data", boot, BootDataIT.class, copy);
  }

  private static Build start(ForeignProject project, boolean lazy) throws Exception {
    try (RedisServer server = RedisServer.startProcess()) {
      return project.run(
          "java",
          "-Dspring.data.redis.url=" + server.uri(),
          "-Dlazy=" + lazy,
          "-cp",
          project.classPath(),
          "shop.Main");
    }
  }
}
