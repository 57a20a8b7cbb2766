package io.cacheaside.weaving.guard;

/**
 * Looks, before the first test of a JVM, whether what is annotated there is woven. The listener of
 * {@code cache-junit} finds it as a service; {@code cache-aspects} offers one.
 */
public interface TestRunGuard {
  /**
   * Looks through the directories of the class path and of the module path.
   *
   * @throws RuntimeException if annotated methods are not woven, with the list of them
   */
  void check();
}
