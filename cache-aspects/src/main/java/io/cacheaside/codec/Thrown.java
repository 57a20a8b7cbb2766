package io.cacheaside.codec;

/** What user code threw, in words without its message, which may hold parts of a value. */
final class Thrown {
  private Thrown() {}

  /**
   * Returns the class of the exception, and the method outside of the JDK that it comes from:
   * {@code java.lang.NullPointerException in shop.Order.<init>}.
   */
  static String text(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return e.getClass().getName() + " in " + type + "." + frame.getMethodName();
      }
    }
    return e.getClass().getName();
  }
}
