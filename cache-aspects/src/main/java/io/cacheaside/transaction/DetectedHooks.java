package io.cacheaside.transaction;

import io.cacheaside.spi.TransactionHook;
import org.jspecify.annotations.Nullable;

/** The hooks that need no configuration, because their library is there. */
public final class DetectedHooks {
  private static final String SPRING_MANAGER =
      "org.springframework.transaction.support.TransactionSynchronizationManager";

  private DetectedHooks() {}

  /** Returns the hook for Spring's transactions, or null if spring-tx cannot be seen from here. */
  public static @Nullable TransactionHook spring() {
    return isPresent(SPRING_MANAGER) ? new SpringTransactionHook() : null;
  }

  static boolean isPresent(String className) {
    try {
      Class.forName(className, false, DetectedHooks.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
