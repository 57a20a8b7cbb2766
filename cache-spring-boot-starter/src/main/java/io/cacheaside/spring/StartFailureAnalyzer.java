package io.cacheaside.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the cache could not start. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<CacheStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, CacheStartException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Do what is said above, or start without the cache: cacheaside.enabled=false.",
        cause);
  }
}
