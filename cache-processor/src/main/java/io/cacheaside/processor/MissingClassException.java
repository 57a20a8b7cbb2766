package io.cacheaside.processor;

/** A check needs a class that the compiler cannot find. */
final class MissingClassException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String className;

  MissingClassException(String className) {
    super("the class " + className + " cannot be found");
    this.className = className;
  }

  String className() {
    return className;
  }
}
