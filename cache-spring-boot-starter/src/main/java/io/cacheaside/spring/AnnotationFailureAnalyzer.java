package io.cacheaside.spring;

import io.cacheaside.spi.InvalidAnnotationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows which annotations cannot work. */
final class AnnotationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAnnotationException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidAnnotationException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Correct the annotations; docs/troubleshooting.md has an example for each of the codes.",
        cause);
  }
}
