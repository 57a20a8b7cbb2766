package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory between two builds, and what it notices. */
class StampTest {
  private static final String ASPECT = "io/cacheaside/aspect/CacheAsideAspect.class";

  @TempDir Path base;

  @Test
  void stamp_isWhatItWasSetTo_untilCleared() throws IOException {
    Stamp stamp = new Stamp(base.resolve("work/stamp"));
    assertThat(stamp.is("")).isFalse();
    stamp.set("a");
    assertThat(stamp.is("a")).isTrue();
    assertThat(new Stamp(base.resolve("work/stamp")).is("a")).isTrue();
    assertThat(stamp.is("b")).isFalse();
    stamp.clear();
    stamp.clear();
    assertThat(stamp.is("a")).isFalse();
  }

  @Test
  void fingerprint_dependsOnPartsAndTheirOrder() {
    String fingerprint = new Fingerprint().add("a").add("b").text();
    assertThat(fingerprint).hasSize(64).isEqualTo(new Fingerprint().add("a").add("b").text());
    assertThat(new Fingerprint().add("b").add("a").text()).isNotEqualTo(fingerprint);
    assertThat(new Fingerprint().add("ab").text()).isNotEqualTo(fingerprint);
  }

  @Test
  void fingerprint_ofDirectory_noticesSizesTimesAndNamesOfClassFiles() throws IOException {
    Path file = Files.writeString(base.resolve("A.class"), "x");
    Files.writeString(base.resolve("notes.txt"), "x");
    String before = state();
    Files.writeString(base.resolve("notes.txt"), "other");
    assertThat(state()).isEqualTo(before);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(state()).isNotEqualTo(before);
    String touched = state();
    Files.writeString(file, "xy");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(state()).isNotEqualTo(touched);
    String grown = state();
    Files.move(file, base.resolve("B.class"));
    assertThat(state()).isNotEqualTo(grown);
  }

  private String state() throws IOException {
    return new Fingerprint().addState(base).text();
  }

  @Test
  void fingerprint_ofMissingFile_isStable() throws IOException {
    Path missing = base.resolve("missing.jar");
    assertThat(new Fingerprint().addState(missing).text())
        .isEqualTo(new Fingerprint().addState(missing).text());
  }

  @Test
  void aspects_inJar_otherFilesDoNotCount() throws IOException {
    String before = aspects(jar("one", "readme"));
    assertThat(aspects(jar("one", "other readme"))).isEqualTo(before);
    assertThat(aspects(jar("two", "readme"))).isNotEqualTo(before);
  }

  @Test
  void aspects_inDirectory_countByContent() throws IOException {
    Path file = base.resolve(ASPECT);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one");
    String before = aspects(base);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    Files.writeString(base.resolve("other.class"), "x");
    assertThat(aspects(base)).isEqualTo(before);
    Files.writeString(file, "two");
    assertThat(aspects(base)).isNotEqualTo(before);
  }

  private Path jar(String aspect, String readme) throws IOException {
    Path jar = base.resolve("aspects.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      zip.putNextEntry(new JarEntry(ASPECT));
      zip.write(aspect.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new JarEntry("readme.txt"));
      zip.write(readme.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String aspects(Path library) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    new AspectLibrary(library).addTo(fingerprint);
    return fingerprint.text();
  }
}
