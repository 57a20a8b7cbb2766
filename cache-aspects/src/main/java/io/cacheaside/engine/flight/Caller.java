package io.cacheaside.engine.flight;

import org.jspecify.annotations.Nullable;

/** What has to be known of the thread that made a call, wherever its steps are taken. */
public interface Caller {

  /**
   * Returns why what the thread is about to load must not be shown to others, or null if it may.
   */
  @Nullable PrivateLoad whyNextLoadIsPrivate();

  /** Returns whether the thread is in a transaction, and so may hold a connection of a pool. */
  boolean isInTransaction();

  /** What was asked on that thread when the call began. */
  record Noted(@Nullable PrivateLoad whyNextLoadIsPrivate, boolean isInTransaction)
      implements Caller {
    /** Returns what the caller says now, for a thread of which that is no longer true. */
    public static Caller of(Caller caller) {
      return new Noted(caller.whyNextLoadIsPrivate(), caller.isInTransaction());
    }
  }
}
