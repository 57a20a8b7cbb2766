package io.cacheaside.spi;

/**
 * The identity of an annotated method in listeners and messages.
 *
 * @param className the fully qualified name of the declaring class
 * @param methodName the simple name of the method
 * @param parameterTypes the simple names of the parameter types, separated by ", "
 * @param region the region of its keys
 */
public record CachedMethod(
    String className, String methodName, String parameterTypes, String region) {

  /** Returns for example {@code shop.UserService.find(long)}. */
  @Override
  public String toString() {
    return className + "." + methodName + "(" + parameterTypes + ")";
  }
}
