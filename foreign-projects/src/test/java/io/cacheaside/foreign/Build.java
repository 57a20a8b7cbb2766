package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a build ended and what it said.
 *
 * @param log every line that Maven wrote, with {@code <project>} for the project's folder
 */
record Build(int exitCode, List<String> log) {

  /** Fails with the whole log unless the build succeeded. */
  Build succeeds() {
    assertThat(exitCode).as(this::whole).isZero();
    return this;
  }

  /** Fails with the whole log unless the build failed. */
  Build fails() {
    assertThat(exitCode).as(this::whole).isEqualTo(1);
    return this;
  }

  /** Fails with the whole log unless these are lines of it, in this order. */
  Build says(String... lines) {
    assertThat(log).as(this::whole).containsSubsequence(lines);
    return this;
  }

  /** Fails with the whole log if some line contains the text. */
  Build neverSays(String text) {
    assertThat(log).as(this::whole).noneMatch(line -> line.contains(text));
    return this;
  }

  /** The lines that contain the text. */
  List<String> lines(String text) {
    return log.stream().filter(line -> line.contains(text)).toList();
  }

  private String whole() {
    return String.join("\n", log);
  }
}
