package io.cacheaside.faults.history;

import io.cacheaside.spi.CacheListener.BypassReason;

/** What stands for a {@code BypassReason} in an event. */
public final class Reasons {
  private Reasons() {}

  /** Returns the number; never 0, which stands for none. Good within one build only. */
  @SuppressWarnings("EnumOrdinal") // the history is read by the classes that wrote it
  public static int number(BypassReason reason) {
    return reason.ordinal() + 1;
  }
}
