package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** JaCoCo measures the bodies of woven methods. */
class CoverageIT {
  private static final Pattern LINE =
      Pattern.compile("<line nr=\"(\\d+)\" mi=\"\\d+\" ci=\"(\\d+)\"");

  @Test
  void linesOfBodies_areCoveredWhereTheyRan() throws Exception {
    ForeignProject project = ForeignProject.copy("jacoco", CoverageIT.class);
    project.maven("test").succeeds();

    String report = Files.readString(project.path("target/site/jacoco/jacoco.xml"));
    List<String> lines =
        LINE.matcher(report)
            .results()
            .map(line -> line.group(1) + (line.group(2).equals("0") ? " missed" : " covered"))
            .toList();
    assertThat(lines)
        .containsExactly(
            // the calls of the cache, which are on no line of the source
            "1 covered",
            "6 covered",
            "11 covered",
            "12 covered",
            "13 missed",
            "15 covered",
            "20 covered",
            "21 covered",
            "25 missed");
  }
}
