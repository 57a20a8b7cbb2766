package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import java.util.Set;

/**
 * What the user set, and the version of the plugin.
 *
 * @param suppressed the warnings that are not reported
 * @param report whether the catalogue is written
 */
record Settings(String pluginVersion, Set<Rule> suppressed, boolean report) {
  Settings {
    suppressed = Set.copyOf(suppressed);
  }
}
