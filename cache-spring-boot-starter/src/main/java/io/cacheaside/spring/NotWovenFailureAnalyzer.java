package io.cacheaside.spring;

import io.cacheaside.NotWovenException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows which annotated methods are not woven. */
final class NotWovenFailureAnalyzer extends AbstractFailureAnalyzer<NotWovenException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, NotWovenException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Build with cache-maven-plugin. If an IDE or DevTools has compiled since, build once more"
            + " with Maven.",
        cause);
  }
}
