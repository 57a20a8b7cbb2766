package io.cacheaside.spring;

import io.cacheaside.CacheConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with the properties below {@code cacheaside}. */
final class ConfigurationFailureAnalyzer
    extends AbstractFailureAnalyzer<CacheConfigurationException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, CacheConfigurationException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Correct the properties below \"cacheaside\"; docs/configuration.md has all of them, with"
            + " their ranges.",
        cause);
  }
}
