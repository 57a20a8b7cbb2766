package io.cacheaside.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathDirectoriesTest {
  @TempDir private Path folder;

  private Path directory(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private Path module(String name) throws IOException {
    Path module = directory(name);
    Files.writeString(module.resolve("module-info.class"), "");
    return module;
  }

  private Path jar(String name, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path jar = folder.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private static Set<Path> of(String property, Object... entries) {
    StringBuilder path = new StringBuilder();
    for (Object entry : entries) {
      path.append(path.isEmpty() ? "" : File.pathSeparator).append(entry);
    }
    return ClassPathDirectories.of(name -> name.equals(property) ? path.toString() : null);
  }

  @Test
  void classPath_namesDirectoriesOnce() throws IOException {
    Path classes = directory("a b");
    assertThat(of("java.class.path", classes, folder.resolve("missing"), classes))
        .containsExactly(classes);
    assertThat(of("surefire.test.class.path", classes)).containsExactly(classes);
  }

  @Test
  void classPath_emptyEntry_isNotTheCurrentDirectory() throws IOException {
    Path classes = directory("classes");
    assertThat(of("java.class.path", classes, "")).containsExactly(classes);
    assertThat(of("java.class.path", "")).isEmpty();
  }

  @Test
  void manifests_relativeEntriesAndCircles_areFollowed() throws IOException {
    Path classes = directory("ü b");
    Path second = jar("second.jar", "first.jar %C3%BC%20b/ http://localhost/x/ :: missing/");
    Path first = jar("first.jar", "second.jar");
    Files.writeString(folder.resolve("text.jar"), "no jar");

    assertThat(of("java.class.path", folder.resolve("text.jar"), first, second))
        .containsExactly(classes);
  }

  @Test
  void modulePath_namesModulesAndTheirParents() throws IOException {
    Path single = module("single");
    Path one = module("all/one");
    directory("all/none");
    Path two = module("all/two");

    assertThat(of("jdk.module.path", single, folder.resolve("all"), folder.resolve("missing")))
        .containsExactlyInAnyOrder(single, one, two);
  }
}
