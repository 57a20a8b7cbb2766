package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** Classes from a newer JDK than Maven's, as toolchains make them. */
class ClassFileVersionsTest {
  private static final ScanResult JAVA_21 =
      new ScanResult(
          1, List.of(new ScannedClass("shop.Users", "shop/Users.class", 65, null, List.of())));

  @Test
  void newerClass_isRefused() {
    assertThatThrownBy(() -> ClassFileVersions.requireReadable(JAVA_21, 17))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "CA205 shop/Users.class is compiled for Java 21, but Maven runs on Java 17; run Maven"
                + " with a JDK 21 or later");
  }

  @Test
  void sameOrOlderClass_isAccepted() {
    assertThatCode(() -> ClassFileVersions.requireReadable(JAVA_21, 21)).doesNotThrowAnyException();
    assertThatCode(() -> ClassFileVersions.requireReadable(JAVA_21, 25)).doesNotThrowAnyException();
  }
}
