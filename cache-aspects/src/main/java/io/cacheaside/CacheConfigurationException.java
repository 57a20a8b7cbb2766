package io.cacheaside;

import java.util.List;

/** Everything that is wrong with a configuration, at once: it stops the start. */
public final class CacheConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  CacheConfigurationException(List<String> problems) {
    super(
        problems.size() == 1
            ? "CacheAside is not configured properly: " + problems.get(0)
            : "CacheAside is not configured properly:\n  - " + String.join("\n  - ", problems));
  }
}
