package io.cacheaside.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFileWalkTest {
  @TempDir private Path folder;
  private final List<String> visited = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClassFileWalk walk(int maxFiles) {
    return new ClassFileWalk(maxFiles, (content, file, directory) -> visited.add(file), notes::add);
  }

  private String file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "").toString();
  }

  @Test
  void directory_visitsItsClassFiles() throws IOException {
    String a = file("A.class");
    String b = file("shop/META-INF/B.class");
    file("shop/C.txt");
    file("META-INF/versions/17/D.class");

    walk(10).walk(folder);

    assertThat(visited).containsExactlyInAnyOrder(a, b);
    assertThat(notes).isEmpty();
  }

  @Test
  void tooManyFiles_endsWithOneNote() throws IOException {
    file("A.class");
    file("B.class");
    file("C.class");

    ClassFileWalk walk = walk(2);
    walk.walk(folder);
    walk.walk(folder);

    assertThat(visited).hasSize(2);
    assertThat(notes).containsExactly(folder + ": there are more than 2 files; not all are read");
  }

  @Test
  void linkToItsParent_isNotedAndLeftOut() throws IOException {
    String a = file("shop/A.class");
    Path link = Files.createSymbolicLink(folder.resolve("shop/again"), folder);

    walk(10).walk(folder);

    assertThat(visited).containsExactly(a);
    assertThat(notes).containsExactly(link + ": java.nio.file.FileSystemLoopException: " + link);
  }
}
