package io.cacheaside.processor;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyTemplateException;
import java.util.List;
import javax.lang.model.type.TypeKind;

/**
 * The rule for {@code when = AROUND} where nothing can be fenced before the method: CA142. If only
 * some of the keys cannot, the others are worth it.
 */
final class FenceRule {
  private static final String AROUND = "AROUND";
  private static final String RESULT = "result";

  private final Findings findings;

  FenceRule(Findings findings) {
    this.findings = findings;
  }

  void check(MethodUnderCheck method, Usage usage) {
    Usage.Text when = usage.text("when");
    if (when == null || !when.text().equals(AROUND)) {
      return;
    }
    List<Usage.Text> keys = usage.keys();
    String reason;
    if (keys.isEmpty()) {
      if (!usage.isOfWholeRegion()) {
        return; // CA107
      }
      reason =
          "a region that is cleared as a whole has no fence; name the keys that change, or leave"
              + " when out";
    } else if (keys.stream().allMatch(key -> needsResult(method, key))) {
      reason =
          "its keys need {result}, which is not known before the method; name a key of parameters"
              + " only, or leave when out";
    } else {
      return;
    }
    findings.add(
        Problem.at(
            Rule.NOTHING_TO_FENCE,
            method.element(),
            usage,
            when,
            "@Invalidate when = AROUND fences nothing: " + reason));
  }

  /** A parameter may have that name, too. */
  private static boolean needsResult(MethodUnderCheck method, Usage.Text key) {
    try {
      return method.element().getReturnType().getKind() != TypeKind.VOID // CA106
          && !method.parameterNames().contains(RESULT)
          && KeyTemplate.parse(key.text()).parts().stream()
              .anyMatch(part -> part instanceof Placeholder hole && hole.root().equals(RESULT));
    } catch (KeyTemplateException e) {
      return false; // CA101
    }
  }
}
