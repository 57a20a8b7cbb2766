package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;

/** The setting {@code suppress}: codes of rules that nobody wants to hear of. */
final class Suppressed {
  private Suppressed() {}

  /**
   * Returns the rules with these codes.
   *
   * @throws MojoFailureException if one of them cannot be suppressed
   */
  static Set<Rule> rules(Collection<String> codes) throws MojoFailureException {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    List<String> refused = new ArrayList<>();
    for (String code : codes) {
      List<Rule> named = silenceable().stream().filter(rule -> is(rule, code)).toList();
      rules.addAll(named);
      if (named.isEmpty()) {
        refused.add(code.strip());
      }
    }
    if (!refused.isEmpty()) {
      throw new MojoFailureException(
          "cacheaside.suppress names %s, but only these can be suppressed: %s"
              .formatted(
                  String.join(", ", refused),
                  silenceable().stream().map(Rule::code).collect(Collectors.joining(", "))));
    }
    return rules;
  }

  private static boolean is(Rule rule, String code) {
    return rule.code().equals(code.strip());
  }

  private static List<Rule> silenceable() {
    return Arrays.stream(Rule.values()).filter(Rule::canBeSilenced).toList();
  }
}
