package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The settings of the plugin. */
class SwitchesIT {
  private static final String MAIN = "src/main/java/shop/Main.java";

  @Test
  void report_isWrittenAsTableAndAsJson() throws Exception {
    ForeignProject project = ForeignProject.copy("application", SwitchesIT.class, "report");

    Build build = project.maven("process-classes", "-Dcacheaside.report").succeeds();

    build.says(
        "[INFO] wove 3 methods in 1 of 1 class (2 @CacheAside, 1 @Invalidate)",
        "[INFO] the catalogue of annotated methods is in"
            + " <project>/target/cacheaside/catalogue.txt");
    assertThat(Files.readString(project.path("target/cacheaside/catalogue.txt")))
        .isEqualTo(
            """
            class      method                annotation   key               ttl  negativeTtl  region
            shop.Main  find(String)          @CacheAside  user-name:{name}  5m   -            default
            shop.Main  find(long)            @CacheAside  user:{id}         5m   -            default
            shop.Main  rename(long, String)  @Invalidate  user:{id}         -    -            default
            """);
    assertThat(Files.readString(project.path("target/cacheaside/catalogue.json")))
        .startsWith(
            """
            [
              {
                "class": "shop.Main",
                "method": "find(String)",
                "annotation": "@CacheAside",
                "key": "user-name:{name}",
                "ttl": "5m",
                "region": "default"
              },
            """);
  }

  @Test
  void skip_neitherChecksNorWeaves() throws Exception {
    ForeignProject project = ForeignProject.copy("mistakes", SwitchesIT.class, "skip");

    Build build = project.maven("process-classes", "-Dcacheaside.skip").succeeds();

    build.says("[INFO] skipped, because cacheaside.skip is set").neverSays("CA1");
    assertThat(project.bytes("target/classes/shop/UserService.class"))
        .doesNotContain("_aroundBody");
  }

  @Test
  void suppress_silencesTheWarningsNamed() throws Exception {
    ForeignProject project =
        ForeignProject.copy("application", SwitchesIT.class, "suppress")
            .edit(MAIN, "  String find(long id)", "  synchronized String find(long id)");

    Build quiet = project.maven("process-classes", "-Dcacheaside.suppress=CA135").succeeds();
    Build loud = project.maven("process-classes").succeeds();

    assertThat(quiet.lines("[WARNING]")).isEmpty();
    assertThat(loud.lines("[WARNING]"))
        .containsExactly(
            "[WARNING] src/main/java/shop/Main.java:14: CA135 shop.Main.find(long): @CacheAside on a"
                + " synchronized method: the cache is asked inside the lock, so hits wait for each"
                + " other and for every load; remove synchronized, a key is loaded once at a time"
                + " anyway");
  }
}
