package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of versions before anything fails. */
class LibraryVersionsTest {
  private static final String TESTED =
      "CacheAside runs with Lettuce 6.4 to 6.8 on Netty 4.1 and 4.2, and 7.0 to 7.7 on 4.2; ";
  private static final String NEWEST =
      "<lettuce.version>7.7.0.RELEASE</lettuce.version> and"
          + " <netty.version>4.2.13.Final</netty.version>";
  private static final String WHERE =
      " in the properties of a pom that Spring Boot manages; elsewhere manage"
          + " io.lettuce:lettuce-core and io.netty:netty-bom";

  @ParameterizedTest
  @CsvSource({
    "6.4.0.RELEASE, 4.1.115.Final",
    "6.6.0.RELEASE, 4.1.135.Final",
    "6.8.2.RELEASE, 4.2.19.Final",
    "7.0.0.RELEASE, 4.2.4.Final",
    "7.7.0.RELEASE, 4.2.13.Final",
    "8.0.0.BETA1, 5.0.0.Alpha1",
    "7.7.0.RELEASE,",
    ", 4.1.135.Final",
    "unknown, unknown",
    ","
  })
  void supportedOrUnknown_isNoProblem(String lettuce, String netty) {
    assertThat(new LibraryVersions(lettuce, netty).problem()).isNull();
  }

  @Test
  void newLettuce_onOldNetty_isRefused() {
    assertThat(new LibraryVersions("7.7.0.RELEASE", "4.1.135.Final").problem())
        .isEqualTo(
            "Lettuce 7.7.0.RELEASE does not run on Netty 4.1.135.Final: it needs 4.2. "
                + TESTED
                + "set <lettuce.version>6.8.2.RELEASE</lettuce.version>, or "
                + NEWEST
                + ","
                + WHERE);
  }

  @Test
  void oldLettuce_isRefused() {
    assertThat(new LibraryVersions("6.3.2.RELEASE", "4.2.4.Final").problem())
        .isEqualTo("Lettuce 6.3.2.RELEASE is too old. " + TESTED + "set " + NEWEST + WHERE);
  }

  @Test
  void oldNetty_isRefused() {
    assertThat(new LibraryVersions("6.6.0.RELEASE", "4.0.56.Final").problem())
        .isEqualTo(
            "Netty 4.0.56.Final is too old. "
                + TESTED
                + "set <lettuce.version>6.8.2.RELEASE</lettuce.version>, or "
                + NEWEST
                + ","
                + WHERE);
  }

  @Test
  void versions_areFoundInTheJars() {
    LibraryVersions present = LibraryVersions.present();

    assertThat(present.lettuce()).matches("\\d+\\.\\d+\\.\\d+\\.RELEASE");
    assertThat(present.netty()).matches("4\\.\\d+\\.\\d+\\.Final");
  }

  @Test
  void advice_namesWhatThisWasBuiltWith() throws Exception {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<lettuce.version>" + LibraryVersions.NEWEST_LETTUCE + "</lettuce.version>");
    assumeThat(LibraryVersions.present().lettuce()).isEqualTo(LibraryVersions.NEWEST_LETTUCE);
    assertThat(pomOfLettuce()).contains("<version>" + LibraryVersions.NEWEST_NETTY + "</version>");
  }

  private static String pomOfLettuce() throws IOException {
    String file = "/META-INF/maven/io.lettuce/lettuce-core/pom.xml";
    try (InputStream in = LibraryVersionsTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
