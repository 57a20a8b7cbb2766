package io.cacheaside.processor;

/** The running Java has no compiler, so class files cannot be checked: {@link Rule#NO_COMPILER}. */
public final class NoCompilerException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NoCompilerException() {
    super(
        "%s the Java in %s has no compiler, so class files cannot be checked; use a JDK"
            .formatted(Rule.NO_COMPILER.code(), System.getProperty("java.home")));
  }
}
