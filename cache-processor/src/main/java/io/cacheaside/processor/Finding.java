package io.cacheaside.processor;

import org.jspecify.annotations.Nullable;

/**
 * A mistake that was found in a class file. Immutable.
 *
 * @param rule the rule that is broken
 * @param message the code, what was found and what to do, without the place: {@code
 *     CA102 @CacheAside key "user:{uid}": ...}
 * @param className the binary name of the class; empty if no single class is concerned
 * @param method the method, null if the mistake is not in one
 * @param source the value of the annotation that is wrong, as it stands in the class file and so
 *     perhaps in the source, such as the key template; empty if there is none
 * @param other the method that it is a mistake beside, null if it is one on its own
 * @param acrossModules whether it is a mistake only together with what other modules have, so that
 *     the processor did not see it
 */
public record Finding(
    Rule rule,
    String message,
    String className,
    @Nullable CheckedMethod method,
    String source,
    @Nullable CheckedMethod other,
    boolean acrossModules) {

  /** Creates a mistake of one module. */
  public Finding(
      Rule rule, String message, String className, @Nullable CheckedMethod method, String source) {
    this(rule, message, className, method, source, null, false);
  }

  /** Returns whether this stops the build. */
  public Rule.Severity severity() {
    return rule.severity();
  }

  /** Returns the place and the message, in one line. */
  @Override
  public String toString() {
    String place = method == null ? className : method.toString();
    return place.isEmpty() ? message : place + ": " + message;
  }
}
