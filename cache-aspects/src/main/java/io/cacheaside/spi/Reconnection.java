package io.cacheaside.spi;

/**
 * A connection to a store, or to one of its servers, that replaces a lost one.
 *
 * @param history what is known of the invalidations that the server acknowledged before
 * @param intactUntilNanos with {@link History#REWOUND} the time, on the clock of {@link
 *     System#nanoTime}, of the last acknowledged write that the server is known to have kept; else
 *     meaningless
 */
public record Reconnection(History history, long intactUntilNanos) {

  /** Whether a server still has what it acknowledged. */
  public enum History {
    /** It is the same history, or an empty one: nothing that was removed can be back. */
    INTACT,
    /** A replica took over that had not received the last writes, or may not have. */
    REWOUND,
    /** It is another history: a restored backup, or a server that was never seen before. */
    UNKNOWN
  }
}
