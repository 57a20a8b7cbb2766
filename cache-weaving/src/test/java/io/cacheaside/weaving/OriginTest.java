package io.cacheaside.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
  /** As of a class loader that reads jars inside of jars. */
  private static final URLStreamHandler UNUSED =
      new URLStreamHandler() {
        @Override
        protected URLConnection openConnection(URL url) {
          throw new UnsupportedOperationException();
        }
      };

  @TempDir private Path folder;
  private Path jar;
  private String encoded;

  @BeforeEach
  void makeJar() throws IOException {
    jar = Files.writeString(folder.resolve("my app.jar"), "");
    encoded = jar.toUri().getRawPath();
  }

  private static URL foreign(String text) throws IOException {
    return new URL(null, text, UNUSED);
  }

  @Test
  void urls_ofJars_nameTheOutermostFile() throws IOException {
    assertThat(Origin.jar(URI.create("file:" + encoded).toURL())).isEqualTo(jar);
    assertThat(Origin.jar(URI.create("jar:file:" + encoded + "!/shop/A.class").toURL()))
        .isEqualTo(jar);
    String nested = "jar:nested:" + encoded + "/!BOOT-INF/classes/!/shop/A.class";
    assertThat(Origin.jar(foreign(nested))).isEqualTo(jar);
    assertThat(Origin.name(foreign(nested))).isEqualTo(jar.toString());
  }

  @Test
  void urls_ofOtherThings_nameNoJar() throws IOException {
    assertThat(Origin.jar(URI.create("file:" + folder + "/").toURL())).isNull();
    assertThat(Origin.jar(URI.create("file:" + folder + "/missing.jar").toURL())).isNull();
    URL remote = URI.create("http://localhost/app.jar").toURL();
    assertThat(Origin.jar(remote)).isNull();
    assertThat(Origin.name(remote)).isEqualTo("http://localhost/app.jar");
  }

  @Test
  void classes_ofTheJdk_haveNoJar() {
    assertThat(Origin.jarOf(String.class)).isNull();
  }
}
