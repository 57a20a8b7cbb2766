package io.cacheaside.maven;

import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** Failures that list several problems. */
final class Failures {
  private Failures() {}

  /** Returns the failure with one line for each problem. */
  static MojoFailureException of(String summary, List<String> problems) {
    return new MojoFailureException(
        "%s, %s:%n%s"
            .formatted(summary, Counted.of(problems.size(), "error"), String.join("\n", problems)));
  }
}
