package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
  @Test
  void codes_areUniqueAndInOrder() {
    assertThat(Rule.values()).extracting(Rule::code).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void codes_ofWarnings_areTheDocumentedOnes() {
    assertThat(Arrays.stream(Rule.values()).filter(r -> r.severity() == Rule.Severity.WARNING))
        .extracting(Rule::code)
        .containsExactly(
            "CA105", "CA128", "CA130", "CA133", "CA135", "CA137", "CA139", "CA140", "CA141",
            "CA142", "CA145", "CA146", "CA152", "CA199");
  }

  @ParameterizedTest
  @EnumSource
  void rule_hasACauseAndAFix_inSentences(Rule rule) {
    assertThat(rule.code()).matches("CA[12]\\d\\d");
    assertThat(rule.cause()).matches("[A-Z@].*\\.").doesNotContain("  ");
    assertThat(rule.fix()).matches("[A-Z@].*\\.").doesNotContain("  ");
  }
}
