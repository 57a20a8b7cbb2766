package io.cacheaside.spring;

import io.cacheaside.CacheAsideConfig;

/**
 * Changes the configuration of the cache in code. Beans of this type are called in their order,
 * after the properties have been applied, so that they have the last word.
 */
@FunctionalInterface
public interface CacheAsideConfigCustomizer {

  /** Sets what properties cannot say, or overrules them. */
  void customize(CacheAsideConfig.Builder builder);
}
