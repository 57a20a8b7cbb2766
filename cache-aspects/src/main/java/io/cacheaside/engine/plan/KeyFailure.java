package io.cacheaside.engine.plan;

import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import org.slf4j.Logger;

/** The key of a call cannot be computed: a property of an argument threw. */
public final class KeyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stands for the key in what listeners are told. */
  public static final Key NO_KEY = Key.of("");

  private final Throwable thrown;

  KeyFailure(Throwable cause) {
    super(cause);
    this.thrown = cause;
  }

  /**
   * Returns what was thrown, and the method outside of the JDK that threw it: {@code
   * java.lang.NullPointerException in shop.Order.total}. Not its message, which may hold parts of
   * the key.
   */
  public String thrown() {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return thrown.getClass().getName() + " in " + type + "." + frame.getMethodName();
      }
    }
    return thrown.getClass().getName();
  }

  /** Logs the stack, after a line for everybody. */
  public void debug(Logger log, CachedMethod method, String template) {
    log.debug("{}: the key \"{}\" could not be computed", method, template, thrown);
  }
}
